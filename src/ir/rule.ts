import type { LogSource } from './log-source.ts';
import type { Query } from './query.ts';

export type { LogSource } from './log-source.ts';

/** A tactic, technique or sub-technique of MITRE ATT&CK. */
export interface ThreatReference {
  readonly id?: string;
  readonly name?: string;
  readonly reference?: string;
}

export interface Technique extends ThreatReference {
  readonly subtechniques: readonly ThreatReference[];
}

/** One tactic with its techniques. */
export interface Threat {
  readonly framework?: string;
  readonly tactic?: ThreatReference;
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
  readonly missingFieldsStrategy?: string;
}

export interface RequiredField {
  readonly name: string;
  readonly type?: string;
}

export interface RelatedIntegration {
  readonly package: string;
  readonly version?: string;
  readonly integration?: string;
}

/** Another rule that this one has to do with: `derived`, `obsolete`, `merged`, `renamed`, `similar`. */
export interface RelatedRule {
  readonly id: string;
  readonly type: string;
}

/** What only a Sigma rule says about itself. */
export interface SigmaMetadata {
  /** `name`: what correlations and filters call the rule by. */
  readonly name?: string;
  readonly related?: readonly RelatedRule[];
  /** Fields that help whoever looks into an alert. */
  readonly fields?: readonly string[];
  readonly scope?: readonly string[];
  /** Any other key, kept as read. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** What a rule says about itself, as far as its container says it. None of it changes what the rule matches. */
export interface RuleMetadata {
  readonly name?: string;
  /** The author's id: Elastic's rule_id, Sigma's id. */
  readonly ruleId?: string;
  readonly description?: string;
  readonly author?: readonly string[];
  readonly license?: string;
  /** `informational`, `low`, `medium`, `high`, `critical`, or what the author wrote. */
  readonly severity?: string;
  readonly riskScore?: number;
  readonly references?: readonly string[];
  readonly tags?: readonly string[];
  readonly falsePositives?: readonly string[];
  /** The investigation guide, Markdown. */
  readonly note?: string;
  readonly setup?: string;
  /** The maturity in detection-rules (`production`, `deprecated` …), the status in Sigma. */
  readonly status?: string;
  /** As written: `2020/11/24` in detection-rules, `2020-11-24` in Sigma. */
  readonly creationDate?: string;
  readonly updatedDate?: string;
  readonly version?: number;
  readonly threat?: readonly Threat[];
  readonly schedule?: Schedule;
  readonly index?: readonly string[];
  readonly dataView?: string;
  readonly maxSignals?: number;
  readonly enabled?: boolean;
  readonly buildingBlock?: boolean;
  readonly timestampOverride?: string;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  readonly eventCategoryOverride?: string;
  readonly suppression?: Suppression;
  readonly requiredFields?: readonly RequiredField[];
  readonly relatedIntegrations?: readonly RelatedIntegration[];
  /** The short name in the address of the documentation page, and the package it documents (`8.3.1`). */
  readonly slug?: string;
  readonly packageVersion?: string;
  readonly sourcePath?: string;
  readonly sigma?: SigmaMetadata;
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
