import type { Query } from './query.ts';

/** A MITRE ATT&CK technique, with its sub-techniques. */
export interface Technique {
  readonly id: string;
  readonly name?: string;
  readonly reference?: string;
  readonly subtechniques: readonly Technique[];
}

export interface Threat {
  readonly framework: string;
  readonly tactic?: { readonly id: string; readonly name?: string; readonly reference?: string };
  readonly techniques: readonly Technique[];
}

/** How often a rule runs and how far back it looks, in Elastic's spelling (`5m`, `now-9m`). */
export interface Schedule {
  readonly interval?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface Suppression {
  readonly groupBy: readonly string[];
  /** Elastic's spelling: `5m`; absent: within one run. */
  readonly duration?: string;
  readonly missingFields?: 'suppress' | 'doNotSuppress';
}

export type SeverityLevel = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** Sigma's log source; for EQL rules it is derived from indices and category by a backend. */
export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
  /** Any other key, kept as written and never matched. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** What a rule says about itself. None of it changes what the rule matches, but for the fields named in `time`. */
export interface RuleMetadata {
  readonly name?: string;
  /** The author's id: Elastic's rule_id, Sigma's id. */
  readonly ruleId?: string;
  readonly description?: string;
  readonly author: readonly string[];
  readonly license?: string;
  readonly severity?: SeverityLevel;
  readonly riskScore?: number;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  /** The investigation guide, Markdown. */
  readonly note?: string;
  readonly setup?: string;
  readonly status?: string;
  /** ISO dates, `YYYY-MM-DD`. */
  readonly creationDate?: string;
  readonly updatedDate?: string;
  readonly version?: number;
  readonly threat: readonly Threat[];
  readonly schedule: Schedule;
  readonly indices: readonly string[];
  readonly dataView?: string;
  readonly maxSignals?: number;
  readonly enabled?: boolean;
  readonly buildingBlock?: boolean;
  readonly suppression?: Suppression;
  readonly slug?: string;
  readonly packageVersion?: string;
}

/** Which field says when an event happened, and which one breaks ties. */
export interface TimeFields {
  readonly timestamp: string;
  readonly tiebreaker?: string;
}

/** One rule: what it says of itself, and what it matches. */
export interface Rule {
  readonly metadata: RuleMetadata;
  readonly language: 'eql' | 'sigma';
  /** The path of the file it came from, as given, and its place in it (0 for the first or only rule). */
  readonly source: { readonly path: string; readonly index: number };
  readonly logSource?: LogSource;
  readonly taxonomy: string;
  readonly time: TimeFields;
  readonly query: Query;
}
