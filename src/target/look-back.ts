import { durationText, parseDuration } from '../base/duration.ts';
import type { Query, SequenceQuery } from '../ir/query.ts';
import { onQuery } from '../ir/query.ts';
import type { Rule } from '../ir/rule.ts';

/** How a stateful output is run again and again: far enough back to lose no match, keeping what is new to find none twice. */
export interface LookBack {
  /** The least time that each run has to look back, in nanoseconds; absent where no time is long enough, and `why` says so. */
  readonly nanos?: bigint;
  /** One sentence, lower case, no full stop: what the time is made of. */
  readonly why: string;
  /** Which matches a run keeps: one sentence of the same kind, or the condition in the target's words. */
  readonly keep: string;
}

/** The longest time that a match can take, in nanoseconds, and how long behind its last event it is known. */
interface Reach {
  /** From the earliest event that can matter to the moment at which the match is settled. */
  readonly span: bigint;
  /** The moment that decides in which run a match is new. */
  readonly settled: string;
  readonly why: string;
}

function sequenceReach({ steps, maxspan }: SequenceQuery): Reach | string {
  if (maxspan === undefined) return 'the sequence has no maxspan, so it may have begun at any time before';
  const text = durationText(maxspan);
  const waits = steps.at(-1)?.missing === true;
  if (!waits) return { span: maxspan, settled: 'whose last event', why: `maxspan (${text})` };
  const leads = steps[0]?.missing === true;
  return {
    span: leads ? 2n * maxspan : maxspan,
    settled: `whose first event, plus maxspan (${text}),`,
    why: leads ? `twice maxspan (${text}), since it begins and ends with a missing event` : `maxspan (${text})`,
  };
}

/** How far apart the events of a query's match can lie; a sentence where there is no limit, nothing where a match is one event. */
function reachOf(query: Query): Reach | string | undefined {
  return onQuery<Reach | string | undefined>(query, {
    event: () => undefined,
    sequence: sequenceReach,
    sample: () => 'a sample knows no time: it finds what lies together in the events that are searched',
    correlation: (node) => {
      const inner = node.rules.map((rule) => reachOf(rule.query));
      const deepest = inner.reduce<bigint>(
        (most, reach) => (typeof reach === 'object' && reach.span > most ? reach.span : most),
        0n,
      );
      const text = durationText(node.timespan);
      const why =
        deepest === 0n ? `timespan (${text})` : `the timespans of the chain (${text} and ${durationText(deepest)})`;
      return { span: node.timespan + deepest, settled: 'whose last event', why };
    },
  });
}

/**
 * The least look-back of a stateful rule: the period of its schedule and the longest match. Nothing for event queries, which need none.
 * Where the rule names no period, the time is that of the match alone, and the sentence says what to add.
 */
export function lookBackOf({ metadata, query }: Rule): LookBack | undefined {
  const reach = reachOf(query);
  if (reach === undefined) return undefined;
  const written = metadata.schedule?.interval;
  const period = written === undefined ? undefined : parseDuration(written);
  const newest = period === undefined ? 'the time since the run before' : `the last ${durationText(period)}`;
  if (typeof reach === 'string') return { why: reach, keep: `matches whose last event lies in ${newest}` };
  const keep = `matches ${reach.settled} lies in ${newest}`;
  if (period === undefined) return { nanos: reach.span, why: `${reach.why}; add the time between two runs`, keep };
  return { nanos: period + reach.span, why: `the period (${durationText(period)}) and ${reach.why}`, keep };
}

/** What an output says of it in comments, one line each. */
export function lookBackLines({ nanos, why, keep }: LookBack): readonly string[] {
  const back =
    nanos === undefined
      ? `look-back: none is long enough: ${why}`
      : `look-back: at least ${durationText(nanos)}: ${why}`;
  return [back, `keep: ${keep}`];
}
