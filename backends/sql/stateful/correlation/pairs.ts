import { type Threshold, thresholdsOf } from '../../../../src/ir/correlation.ts';
import type { CorrelationCondition } from '../../../../src/ir/query.ts';
import { bracketed, chain, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { OPERATORS } from '../../dialect.ts';
import { LEVEL } from '../../levels.ts';
import { numberFrag } from '../../numbers.ts';
import type { Cte } from '../cte.ts';
import { inJunction, select } from '../cte.ts';
import { roleOf, type Sliding } from './chain.ts';
import { hitColumns, type Parts, ruleColumn } from './hits.ts';
import { numberColumn } from './values.ts';

/** How thresholds compare, in SQL. */
const COMPARED: { readonly [O in Threshold['op']]: string } = {
  lt: OPERATORS.lt,
  lte: OPERATORS.lte,
  gt: OPERATORS.gt,
  gte: OPERATORS.gte,
  eq: OPERATORS.eq,
  neq: OPERATORS.ne,
};

/** A condition over measures, two-valued: what has no value meets no threshold. */
export function conditionOf(
  condition: CorrelationCondition,
  leaf: { readonly measure: (threshold: Threshold) => Frag; readonly rule: (name: string) => Frag },
): Frag {
  const joined = (parts: readonly CorrelationCondition[], word: string): Frag => {
    const [only] = parts;
    if (only && parts.length === 1) return conditionOf(only, leaf);
    return bracketed(
      chain(
        parts.map((part) => inJunction(conditionOf(part, leaf))),
        word,
        LEVEL.junction,
      ),
    );
  };
  switch (condition.kind) {
    case 'threshold': {
      const test = q(
        LEVEL.test,
      )`${leaf.measure(condition)} ${raw(COMPARED[condition.op])} ${numberFrag(condition.count)}`;
      return q(0)`COALESCE(${test}, FALSE)`;
    }
    case 'and':
      return joined(condition.parts, 'AND');
    case 'or':
      return joined(condition.parts, 'OR');
    case 'not':
      return bracketed(q(LEVEL.not)`NOT ${bracketed(conditionOf(condition.inner, leaf))}`);
    case 'rule':
      return leaf.rule(condition.name);
  }
}

const PAIRS = 'each hit with each one at which a window may begin that ends with it';

/** Each hit with every one of its run at which a window may begin that it ends, itself included, and what is asked of the two. */
function hitPairs(
  { names }: Parts,
  hits: Frag,
  begun: Frag,
  start: Frag,
  asked: readonly Frag[],
): ReturnType<typeof select> {
  const { run, hit, reach } = hitColumns(names);
  return select({
    columns: [
      q(0)`${hits}.${run} AS ${run}`,
      q(0)`${begun}.${hit} AS ${start}`,
      q(0)`${hits}.${hit} AS ${hit}`,
      q(0)`${hits}.${reach} AS ${reach}`,
      ...asked,
    ],
    from: [hits.doc, ' JOIN ', hits.doc, ' AS ', begun.doc, ' ON ', q(0)`${begun}.${run} = ${hits}.${run}`.doc],
    where: [q(LEVEL.test)`${begun}.${hit} BETWEEN ${hits}.${reach} AND ${hits}.${hit}`],
  });
}

/**
 * What no running total says of windows that slide: every window that a hit may end is a window of its own, with its hits in rows, and is judged as those are that
 * are over. Rows grow with the square of the hits in a timespan, for each hit.
 * @param judge the steps that keep the windows that meet the condition, from rows of their hits and the column that tells windows apart
 */
export function windowPairs(
  parts: Parts,
  hits: Frag,
  judge: (members: Frag, window: Frag) => { readonly ctes: readonly Cte[]; readonly judged: Frag },
): Sliding {
  const { names, query, computed } = parts;
  const { run, hit, reach, moment } = hitColumns(names);
  const [begun, start, pairs, members, passing, window] = [
    'begun',
    'start',
    'pairs',
    'pair_members',
    'passing',
    'window_number',
  ].map((name) => names.of(name)) as [Frag, Frag, Frag, Frag, Frag, Frag];
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const { ctes: judging, judged } = judge(members, window);
  return {
    candidates: { able: passing, exact: true },
    ctes: [
      {
        name: pairs,
        says: PAIRS,
        once: true,
        body: hitPairs(parts, hits, begun, start, [
          q(0)`ROW_NUMBER() OVER (ORDER BY ${hits}.${hit}, ${begun}.${hit}) AS ${window}`,
        ]),
      },
      {
        name: members,
        says: 'the hits of each such window',
        body: select({
          columns: [
            q(0)`${pairs}.${window} AS ${window}`,
            ...[hit, moment, ...computed, ...flags].map((column) => q(0)`${hits}.${column} AS ${column}`),
          ],
          from: [pairs.doc, ' JOIN ', hits.doc, ' ON ', q(0)`${hits}.${run} = ${pairs}.${run}`.doc],
          where: [q(LEVEL.test)`${hits}.${hit} BETWEEN ${pairs}.${start} AND ${pairs}.${hit}`],
        }),
      },
      ...judging,
      {
        name: passing,
        says: 'those that meet the condition',
        once: true,
        body: select({
          columns: [
            ...[run, start, hit, reach].map((column) => q(0)`${pairs}.${column} AS ${column}`),
            q(0)`${roleOf(q(0)`${pairs}.${start}`, q(0)`${pairs}.${reach}`)} AS ${names.of('role')}`,
          ],
          from: [pairs.doc, ' JOIN ', judged.doc, ' ON ', q(0)`${judged}.${window} = ${pairs}.${window}`.doc],
        }),
      },
    ],
  };
}

/** Sums and means of windows that slide: more hits may lower them, so every beginning within the reach of a hit is asked. */
export function numberPairs(parts: Parts, hits: Frag): Sliding {
  const { names, query } = parts;
  const { run, hit, reach } = hitColumns(names);
  const [begun, start, pairs, passing] = ['begun', 'start', 'pairs', 'passing'].map((name) => names.of(name)) as [
    Frag,
    Frag,
    Frag,
    Frag,
  ];
  const numbers = [...new Set(thresholdsOf(query.condition).map((one) => String(numberColumn(names, query, one).doc)))];
  const total = (number: string): Frag => names.of(`total_of_${number}`);
  const count = (number: string): Frag => names.of(`count_of_${number}`);
  const back = q(0)`OVER (PARTITION BY ${hits}.${hit} ORDER BY ${begun}.${hit} DESC ROWS UNBOUNDED PRECEDING)`;
  const measured = numbers.flatMap((number) => [
    q(0)`SUM(${begun}.${raw(number)}) ${back} AS ${total(number)}`,
    q(0)`COUNT(${begun}.${raw(number)}) ${back} AS ${count(number)}`,
  ]);
  const test = conditionOf(query.condition, {
    measure: (threshold) => {
      const number = String(numberColumn(names, query, threshold).doc);
      const summed = q(0)`CASE WHEN ${count(number)} > 0 THEN ${total(number)} END`;
      if (query.type === 'value_sum') return summed;
      return q(0)`CASE WHEN ${count(number)} > 0 THEN ${total(number)} / ${count(number)} END`;
    },
    rule: () => raw('FALSE'),
  });
  const columns = [run, start, hit, reach, q(0)`${roleOf(start, reach)} AS ${names.of('role')}`];
  return {
    candidates: { able: passing, exact: true },
    ctes: [
      {
        name: pairs,
        says: `${PAIRS}, and what lies between`,
        body: hitPairs(parts, hits, begun, start, measured),
      },
      {
        name: passing,
        says: 'those that meet the condition',
        once: true,
        body: select({ columns, from: pairs.doc, where: [test] }),
      },
    ],
  };
}
