import { namesRules, type Threshold, thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import { type Aggregate, evalLine, fn, sortLine, statsLine } from '../commands.ts';
import { LEVEL } from '../lexical.ts';
import { allOf, compared, FALSE } from '../scope.ts';
import type { Hits } from './hits.ts';
import { Numbers } from './numbers.ts';
import { beginOf, chainLines } from './order.ts';
import { sumOf, tupleOf } from './sliding.ts';
import { conditionOf, numberText, SIGNS } from './thresholds.ts';

/** What a window is asked when it is over. */
export interface Closed {
  /** What each row gets before. */
  readonly early: readonly Frag[];
  /** Over the hits of the window. */
  readonly aggregates: readonly Aggregate[];
  readonly test: Frag;
}

/** Windows of one number that thresholds compare. */
function ofNumber(
  query: CorrelationQuery,
  early: readonly Frag[],
  aggregates: readonly Aggregate[],
  value: Frag,
): Closed {
  return {
    early,
    aggregates,
    test: conditionOf(query.condition, query, {
      threshold: ({ op, count }) => compared(value, SIGNS[op], numberText(count)),
      rule: () => FALSE,
    }),
  };
}

function countedValues(query: CorrelationQuery, { nameOf }: Hits): Closed {
  const [seen, values] = [nameOf('value_seen'), nameOf('values_seen')];
  const fields = thresholdsOf(query.condition)[0]?.fields ?? [];
  return ofNumber(query, [evalLine([seen, tupleOf(fields)])], [[fn('dc', raw(seen)), values]], raw(values));
}

function addedNumbers(query: CorrelationQuery, { nameOf }: Hits): Closed {
  const numbers = new Numbers(query, nameOf);
  return {
    early: numbers.assignments().map((one) => evalLine(one)),
    aggregates: numbers.sums(),
    test: conditionOf(query.condition, query, {
      threshold: (threshold) => numbers.test(threshold, (name) => raw(name)),
      rule: () => FALSE,
    }),
  };
}

/** The mean of the one or two values in the middle. */
function median(query: CorrelationQuery, { nameOf, place }: Hits, window: string): Closed {
  const numbers = new Numbers(query, nameOf);
  const [rank, count, value] = [nameOf('rank'), nameOf('numbers'), nameOf('median')];
  const middle = raw(`${rank}=floor((${count}+1)/2) OR ${rank}=floor(${count}/2)+1`, LEVEL.junction);
  const inMiddle = nameOf('middle');
  const test = (threshold: Threshold): Frag =>
    allOf([fn('isnotnull', raw(value)), compared(raw(value), SIGNS[threshold.op], numberText(threshold.count))]);
  return {
    early: [
      ...numbers.assignments().map((one) => evalLine(one)),
      sortLine([raw(window), fn('num', numbers.number)]),
      statsLine('streamstats', [[fn('count', numbers.number), rank]], [window]),
      statsLine('eventstats', [[fn('count', numbers.number), count]], [window]),
      evalLine([inMiddle, fn('if', middle, numbers.number, raw('null()'))]),
      sortLine([fn('num', place)]),
    ],
    aggregates: [[fn('avg', raw(inMiddle)), value]],
    test: conditionOf(query.condition, query, { threshold: test, rule: () => FALSE }),
  };
}

function seenRules(query: CorrelationQuery, hits: Hits, window: string): Closed {
  const { nameOf } = hits;
  const isOrdered = query.type === 'temporal_ordered';
  const flags = hits.flags.map((flag, i): Aggregate => [fn('max', raw(flag)), nameOf(`seen${i + 1}`)]);
  const seen = flags.map(([, name]) => compared(raw(name), '=', raw('1')));
  const lengths = flags.map((_, i): Aggregate => [fn('max', beginOf(hits, i + 1).place), nameOf(`has_chain${i + 1}`)]);
  const chains = sumOf(lengths.map(([, name]) => fn('isnotnull', raw(name))));
  const value = isOrdered ? chains : sumOf(seen);
  return {
    early: isOrdered ? chainLines(hits, 1, hits.flags.length, [window]) : [],
    aggregates: [...flags, ...(isOrdered ? lengths : [])],
    test: conditionOf(query.condition, query, {
      threshold: ({ op, count }) => compared(value, SIGNS[op], numberText(count)),
      rule: (at) => {
        const one = seen[at] ?? FALSE;
        return isOrdered ? allOf([one, compared(chains, '=', sumOf(seen))]) : one;
      },
    }),
  };
}

const NAMED = 'a condition that names rules beside numbers';

/** What a window that is over is asked; a sentence where no text says it. */
export function closedOf(query: CorrelationQuery, hits: Hits, window: string): Closed | string {
  if (query.type === 'temporal' || query.type === 'temporal_ordered') return seenRules(query, hits, window);
  if (namesRules(query.condition)) return NAMED;
  switch (query.type) {
    case 'event_count': {
      const total = hits.nameOf('total');
      return ofNumber(query, [], [[raw('count'), total]], raw(total));
    }
    case 'value_count':
      return countedValues(query, hits);
    case 'value_median':
      return median(query, hits, window);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return addedNumbers(query, hits);
  }
}
