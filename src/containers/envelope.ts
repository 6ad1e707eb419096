import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Located } from '../formats/located.ts';
import type { Slice } from '../text/slice.ts';
import type { Span } from '../text/source-text.ts';
import type { Surroundings } from './surroundings.ts';

export type ContainerId = 'toml' | 'kibana' | 'page' | 'sigma-yaml' | 'eql';

/** The language of a rule's condition. `none` for rules without one (machine learning). */
export type Language = 'eql' | 'sigma' | 'kuery' | 'lucene' | 'esql' | 'none' | 'unknown';

export interface ThreatReference {
  readonly id?: string;
  readonly name?: string;
  readonly reference?: string;
}

export interface Technique extends ThreatReference {
  readonly subtechniques: readonly ThreatReference[];
}

/** One tactic with its techniques; the framework is `MITRE ATT&CK` in every rule seen. */
export interface Threat {
  readonly framework?: string;
  readonly tactic?: ThreatReference;
  readonly techniques: readonly Technique[];
}

/** How often the rule runs and what span of time it searches; in Elastic's date math (`5m`, `now-9m`). */
export interface Schedule {
  readonly interval?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface Suppression {
  readonly groupBy: readonly string[];
  /** As `5h`. */
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

/** What is known of a rule beside its condition. All optional: what the container does not say is not there. */
export interface RuleMetadata {
  readonly name?: string;
  readonly ruleId?: string;
  readonly description?: string;
  readonly author?: readonly string[];
  readonly license?: string;
  readonly severity?: string;
  readonly riskScore?: number;
  readonly references?: readonly string[];
  readonly tags?: readonly string[];
  readonly falsePositives?: readonly string[];
  /** The investigation guide, Markdown. */
  readonly note?: string;
  readonly setup?: string;
  /** The maturity in detection-rules: `production`, `development`, `deprecated` … */
  readonly status?: string;
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
}

/** One rule cut out of its file. */
export interface Envelope {
  readonly container: ContainerId;
  readonly language: Language;
  /** The rule type of Elastic (`eql`, `query`, `threshold` …), or `sigma`. */
  readonly ruleType: string;
  /** The text of the condition; missing where the rule has none, or where it could not be taken (an error says why). */
  readonly query?: Slice;
  /** Page: whether the query stood in a block, where Markdown leaves the text as it is. */
  readonly fenced?: boolean;
  /** Sigma: the whole document. */
  readonly document?: Located;
  readonly metadata: RuleMetadata;
  readonly surroundings: Surroundings;
  /** Fields that this kind of file cannot say, so that their absence means nothing. In the names of Elastic's rule API. */
  readonly unknown: readonly string[];
  readonly span: Span;
}

export interface Reading {
  readonly envelopes: readonly Envelope[];
  readonly diagnostics: readonly Diagnostic[];
}
