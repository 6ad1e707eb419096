import { isNumeric, onlyGrows, thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Frag } from '../../../src/target/frag.ts';
import type { Aggregate } from '../commands.ts';
import { closedOf } from './closed.ts';
import type { Hits } from './hits.ts';
import { slidingOf } from './sliding.ts';
import { closedWindows, slidingWindows } from './windows.ts';

/** In an order that grows with the number of rules squared, and more than that nobody reads. */
const MOST_ORDERED = 10;
/** `window` counts no more rows (limits.conf, max_stream_window). */
const MOST_EVENTS = 10_000n;

/** Why a correlation is not written, where it is not. */
function refusal(query: CorrelationQuery): string | undefined {
  const { condition, type, rules } = query;
  const thresholds = thresholdsOf(condition);
  if (rules.some((rule) => rule.query.kind === 'event' && rule.query.pipes.length > 0))
    return 'the head or tail of what a rule finds';
  if (type === 'event_count' && thresholds.some(({ count }) => count > MOST_EVENTS))
    return 'more events than a window of streamstats holds';
  if (type === 'temporal_ordered' && rules.length > MOST_ORDERED) return 'more than ten rules in order';
  const fields = thresholds.map(({ fields: named }) => named.map(({ name }) => name).join('\n'));
  if (new Set(fields).size > 1) return 'thresholds on different fields';
  const isTuple = thresholds.some(({ fields: named }) => named.length > 1 && named.some(({ list }) => list));
  if (isTuple) return 'tuples of fields with several values';
  if (isNumeric(query) && thresholds.some(({ fields: named }) => named.some(({ list }) => list)))
    return 'numbers of a field with several values';
  return undefined;
}

/** A correlation's windows. */
export interface Judged {
  /** Behind them a row is a hit of a window. */
  readonly lines: readonly Frag[];
  /** The name that keeps windows apart. */
  readonly window: string;
  /** What the hits of a window come to, and what is asked of that where they did not have to alert to be one. */
  readonly aggregates: readonly Aggregate[];
  readonly test?: Frag;
}

/** The windows of a correlation; a sentence where no text says them. */
export function judged(query: CorrelationQuery, hits: Hits): Judged | string {
  const why = refusal(query);
  if (why !== undefined) return why;
  if (onlyGrows(query.condition)) {
    const sliding = slidingOf(query, hits);
    if (typeof sliding === 'string') return sliding;
    const { lines: written, name } = slidingWindows(hits, query.timespan, sliding);
    return { lines: written, window: name, aggregates: [] };
  }
  const { lines: written, name } = closedWindows(hits, query.timespan);
  const closed = closedOf(query, hits, name);
  if (typeof closed === 'string') return closed;
  return { lines: [...written, ...closed.early], window: name, aggregates: closed.aggregates, test: closed.test };
}
