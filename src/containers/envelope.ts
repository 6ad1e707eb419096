import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Located } from '../formats/located.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import type { Slice } from '../text/slice.ts';
import type { Span } from '../text/source-text.ts';
import type { Surroundings } from './surroundings.ts';

export type ContainerId = 'toml' | 'kibana' | 'page' | 'sigma-yaml' | 'eql';

/** The language of a rule's condition. `none` for rules without one (machine learning). */
export type Language = 'eql' | 'sigma' | 'kuery' | 'lucene' | 'esql' | 'none' | 'unknown';

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
