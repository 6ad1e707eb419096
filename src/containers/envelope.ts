import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { LocatedMap } from '../formats/located.ts';
import type { LogSource, RuleMetadata } from '../ir/rule.ts';
import type { Slice } from '../text/slice.ts';
import type { Span } from '../text/source-text.ts';
import type { Surroundings } from './surroundings.ts';

export type ContainerId = 'toml' | 'kibana' | 'page' | 'sigma-yaml' | 'eql';

/** The language of a rule's condition. `none` for rules without one (machine learning). */
export type Language = 'eql' | 'sigma' | 'kuery' | 'lucene' | 'esql' | 'none' | 'unknown';

/** What a document of Sigma is: a rule, a rule over rules, or an addition to rules. */
export type SigmaKind = 'detection' | 'correlation' | 'filter';

/** One rule cut out of its file. */
export interface Envelope {
  readonly container: ContainerId;
  readonly language: Language;
  /** The rule type of Elastic (`eql`, `query`, `threshold` …), or what kind of Sigma document it is. */
  readonly ruleType: string;
  /** The text of the condition; missing where the rule has none, or where it could not be taken (an error says why). */
  readonly query?: Slice;
  /** Page: whether the query stood in a block, where Markdown leaves the text as it is. */
  readonly fenced?: boolean;
  /** Sigma: the whole document, after the templates of its file. */
  readonly document?: LocatedMap;
  readonly logSource?: LogSource;
  /** What the names of the fields go by, where the rule says so. */
  readonly taxonomy?: string;
  readonly metadata: RuleMetadata;
  /** What is wrong with this rule alone, so that the others of the file stand. */
  readonly problems?: readonly Diagnostic[];
  readonly surroundings: Surroundings;
  /** Fields that this kind of file cannot say, so that their absence means nothing. In the names of Elastic's rule API. */
  readonly unknown: readonly string[];
  readonly span: Span;
}

export interface Reading {
  readonly envelopes: readonly Envelope[];
  readonly diagnostics: readonly Diagnostic[];
}
