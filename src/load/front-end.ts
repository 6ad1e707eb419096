import type { Envelope } from '../containers/envelope.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rule, TimeFields } from '../ir/rule.ts';
import { filtersOf } from '../ir/walk.ts';
import type { Span } from '../text/source-text.ts';
import type { LoadedRule, LoadOptions } from './loaded.ts';

/** A rule cut out of its file, and its place in it. */
export interface Cut {
  readonly envelope: Envelope;
  readonly index: number;
}

/** Reads the rules of one language, those of all files together since some speak of others; one answer each, in their order. */
export type FrontEnd = (cuts: readonly Cut[], options: LoadOptions) => readonly LoadedRule[];

/** What every rule has, whether it was understood or not. */
export function baseOf({ metadata, container, language, ruleType, span }: Envelope): Omit<LoadedRule, 'diagnostics'> {
  return { metadata, container, language, ruleType, span, role: 'alerts', around: [] };
}

export function timeFields({ metadata }: Envelope, options: LoadOptions): TimeFields {
  const tiebreaker = options.tiebreakerField ?? metadata.tiebreakerField;
  return {
    timestamp: options.timestampField ?? metadata.timestampField ?? '@timestamp',
    ...(tiebreaker !== undefined && { tiebreaker }),
  };
}

/** Says so where no event can pass a part that a rule cannot do without. */
export function doubtsOf({ metadata, query }: Rule, span: Span): readonly Diagnostic[] {
  const never = filtersOf(query).some(({ filter, step }) => filter.condition.kind === 'false' && !step?.missing);
  return never ? [diagnostic('target/never-matches', { name: metadata.name }, span)] : [];
}
