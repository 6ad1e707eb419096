import { namesRules, onlyGrows, type Threshold, thresholdsOf } from '../../../../src/ir/correlation.ts';
import type { CorrelationCondition, CorrelationQuery } from '../../../../src/ir/query.ts';
import { type Doc, type Frag, q } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import { numberFrag } from '../../numbers.ts';
import { type Cte, commas, select } from '../cte.ts';
import { greatest, latestStart, least, leastOf, NONE, nthGreatest } from './algebra.ts';
import { FLOOR, type Sliding } from './chain.ts';
import { judgedCtes } from './closed.ts';
import { hitColumns, isOne, type Parts, ruleColumn } from './hits.ts';
import { numberPairs, windowPairs } from './pairs.ts';
import type { Counted } from './values.ts';

/** LAG takes no more. */
const MOST_EVENTS = 2n ** 31n;

/** The number of the hit where a rule has been seen last, up to each hit. */
function lastOfRule({ names }: Parts, rule: number): Frag {
  const { hit, run } = hitColumns(names);
  const seen = q(0)`CASE WHEN ${isOne(ruleColumn(names, rule))} THEN ${hit} ELSE 0 END`;
  return q(0)`MAX(${seen}) OVER (PARTITION BY ${run} ORDER BY ${hit} ROWS UNBOUNDED PRECEDING)`;
}

/** So many hits, this one the last. */
function countStart({ names }: Parts, threshold: Threshold): Frag {
  const { hit, run } = hitColumns(names);
  const count = leastOf(threshold);
  if (count <= 1n) return hit;
  if (count > MOST_EVENTS) return NONE;
  return q(0)`COALESCE(LAG(${hit}, ${numberFrag(count - 1n)}) OVER (PARTITION BY ${run} ORDER BY ${hit}), 0)`;
}

function rulesStart(parts: Parts, threshold: Threshold): Frag | string {
  const { query, dialect, names } = parts;
  const count = leastOf(threshold);
  if (count <= 1n) return hitColumns(names).hit;
  if (count > query.rules.length) return NONE;
  const lasts = query.rules.map((_, rule) => lastOfRule(parts, rule));
  return nthGreatest(dialect, lasts, Number(count)) ?? 'so many of so many rules';
}

/** Keeps the hits that can alert. */
function candidatesOf(parts: Parts, from: Doc, start: Frag, before: readonly Cte[]): Sliding {
  const { names } = parts;
  const { run, hit, reach } = hitColumns(names);
  const [starts, able] = [names.of('starts'), names.of('able_to_alert')];
  const column = names.of('start');
  return {
    candidates: { able, exact: false },
    ctes: [
      ...before,
      {
        name: starts,
        says: 'the latest hit at which a window may begin that ends at each hit and meets the condition; 0: none',
        body: select({ columns: [run, hit, reach, q(0)`${start} AS ${column}`], from }),
      },
      {
        name: able,
        says: 'where it lies within the timespan',
        once: true,
        body: select({
          columns: [run, column, hit, reach, q(0)`${FLOOR} AS ${names.of('role')}`],
          from: starts.doc,
          where: [q(LEVEL.test)`${column} >= ${reach}`],
        }),
      },
    ],
  };
}

/** Whether a condition asks for every rule by name, and so for all of them in order. */
function asksAll(condition: CorrelationCondition, query: CorrelationQuery): boolean {
  const { rules } = query;
  const names = condition.kind === 'and' ? condition.parts : [condition];
  const named = new Set(names.flatMap((part) => (part.kind === 'rule' ? [part.name] : [])));
  return names.every(({ kind }) => kind === 'rule') && rules.every(({ name }) => named.has(name));
}

/** Columns that the steps of rules in order hand on: by rule, then by the number of rules that follow each other. */
const orderColumn = ({ names }: Parts, word: 'until' | 'start', rule: number, length: number): Frag =>
  names.of(`${word}_${rule + 1}_${length}`);

/** What a rule adds to the chains of the rules before it. */
function orderColumns(parts: Parts, rule: number, longest: number): readonly Frag[] {
  const { names, dialect } = parts;
  const { run, hit, moment } = hitColumns(names);
  const rows = q(0)`OVER (PARTITION BY ${run} ORDER BY ${hit} ROWS UNBOUNDED PRECEDING)`;
  const times = q(0)`OVER (PARTITION BY ${run} ORDER BY ${moment} RANGE UNBOUNDED PRECEDING)`;
  const flag = ruleColumn(names, rule);
  const own = (value: Frag): Frag => q(0)`MAX(CASE WHEN ${isOne(flag)} THEN ${value} ELSE 0 END)`;
  const now = q(LEVEL.test)`MAX(CASE WHEN ${isOne(flag)} THEN ${moment} END) ${rows} = ${moment}`;
  return Array.from({ length: Math.min(longest, rule + 1) }, (_, i) => i + 1).flatMap((length) => {
    const known = (word: 'until' | 'start'): readonly Frag[] =>
      length <= rule ? [orderColumn(parts, word, rule - 1, length)] : [];
    const [until, start] = [q(0)`${own(hit)} ${times}`, q(0)`${own(hit)} ${rows}`];
    const before = (word: 'until' | 'start'): Frag => orderColumn(parts, word, rule - 1, length - 1);
    const grown =
      length === 1
        ? { until, start }
        : {
            until: least(dialect, [until, q(0)`${own(before('until'))} ${times}`]),
            start: q(
              0,
            )`CASE WHEN ${now} THEN ${least(dialect, [start, before('start')])} ELSE ${least(dialect, [start, q(0)`${own(before('until'))} ${rows}`])} END`,
          };
    return (['until', 'start'] as const).map(
      (word) => q(0)`${greatest(dialect, [...known(word), grown[word]])} AS ${orderColumn(parts, word, rule, length)}`,
    );
  });
}

/**
 * So many rules one after the other, hits at the same time in any order. `until`: the latest beginning among all hits up to the time of a hit, later
 * ones of that time too; `start`: among the hits up to it.
 */
function inOrder(parts: Parts, hits: Frag, counted: readonly Counted[]): Sliding | string {
  const { names, query } = parts;
  const { run, hit, reach, moment } = hitColumns(names);
  const { rules, condition } = query;
  const all = asksAll(condition, query);
  if (!all && namesRules(condition))
    return windowPairs(parts, hits, (members, window) => judgedCtes(parts, members, window, counted));
  const thresholds = thresholdsOf(condition);
  const counts = thresholds.map(leastOf).filter((count) => count <= BigInt(rules.length));
  const longest = all ? rules.length : counts.reduce((most, count) => (count > most ? Number(count) : most), 1);
  const last = rules.length - 1;
  const start = all
    ? orderColumn(parts, 'start', last, longest)
    : latestStart(parts, condition, {
        threshold: (threshold) => {
          const count = leastOf(threshold);
          if (count <= 1n) return hit;
          return count > BigInt(rules.length) ? NONE : orderColumn(parts, 'start', last, Number(count));
        },
        rule: () => NONE,
      });
  if (typeof start === 'string') return start;
  const flags = rules.map((_, rule) => ruleColumn(names, rule));
  const ctes = rules.map(
    (_, rule): Cte => ({
      name: names.of(`in_order_${rule + 1}`),
      says: `the latest hit from which so many of the first ${rule + 1} rules can follow each other up to each hit`,
      body: select({
        columns: [run, hit, reach, moment, ...flags, ...orderColumns(parts, rule, longest)],
        from: (rule === 0 ? hits : names.of(`in_order_${rule}`)).doc,
      }),
    }),
  );
  return candidatesOf(parts, names.of(`in_order_${rules.length}`).doc, start, ctes);
}

/** Different values in the windows that end at each hit: where the latest of each lies, from the last one back. */
function countedStarts(parts: Parts, hits: Frag, counted: readonly Counted[]): Sliding | string {
  const { names, query } = parts;
  const { run, hit, reach } = hitColumns(names);
  const thresholds = thresholdsOf(query.condition);
  const at = names.of('at_hit');
  const [last, rank] = [names.of('last_hit'), names.of('rank_of_value')];
  const startOf = (threshold: Threshold): Frag => names.of(`start_${thresholds.indexOf(threshold) + 1}`);
  const joins: Doc[] = [];
  const ctes = counted.flatMap((values, i): readonly Cte[] => {
    const [recent, ranked, table] = [`recent_${i + 1}`, `ranked_${i + 1}`, `starts_${i + 1}`].map((name) =>
      names.of(name),
    ) as [Frag, Frag, Frag];
    const own = thresholds.filter((threshold) => values.of(threshold) && leastOf(threshold) > 0n);
    if (own.length === 0) return [];
    joins.push([' LEFT JOIN ', table.doc, ' ON ', q(0)`${table}.${at} = ${hits}.${hit}`.doc]);
    return [
      ...values.ctes,
      {
        name: recent,
        says: 'where each value has been seen last, for each hit within its reach',
        body: select({
          columns: [q(0)`${hits}.${hit} AS ${at}`, q(0)`MAX(${values.table}.${hit}) AS ${last}`],
          from: [hits.doc, ' JOIN ', values.table.doc, ' ON ', q(0)`${values.table}.${run} = ${hits}.${run}`.doc],
          where: [q(LEVEL.test)`${values.table}.${hit} BETWEEN ${hits}.${reach} AND ${hits}.${hit}`],
          behind: [q(0)`GROUP BY ${commas([q(0)`${hits}.${hit}`, ...values.columns])}`.doc],
        }),
      },
      {
        name: ranked,
        says: 'numbered from the last one back',
        body: select({
          columns: [at, last, q(0)`ROW_NUMBER() OVER (PARTITION BY ${at} ORDER BY ${last} DESC) AS ${rank}`],
          from: recent.doc,
        }),
      },
      {
        name: table,
        says: 'where so many different values have been seen',
        body: select({
          columns: [
            at,
            ...own.map(
              (threshold) =>
                q(
                  0,
                )`MAX(CASE WHEN ${rank} = ${numberFrag(leastOf(threshold))} THEN ${last} ELSE 0 END) AS ${startOf(threshold)}`,
            ),
          ],
          from: ranked.doc,
          behind: [q(0)`GROUP BY ${at}`.doc],
        }),
      },
    ];
  });
  const start = latestStart(parts, query.condition, {
    threshold: (threshold) => (leastOf(threshold) <= 0n ? hit : q(0)`COALESCE(${startOf(threshold)}, 0)`),
    rule: () => NONE,
  });
  if (typeof start === 'string') return start;
  return candidatesOf(parts, [hits.doc, ...joins], start, ctes);
}

/** The hits at which a sliding window alerts, or why they can't be written. */
export function slidingOf(parts: Parts, hits: Frag, counted: readonly Counted[]): Sliding | string {
  const { query } = parts;
  if (!onlyGrows(query.condition)) throw new Error('isorule bug: a condition that more hits may break');
  const simple = (threshold: (one: Threshold) => Frag | string): Sliding | string => {
    const start = latestStart(parts, query.condition, { threshold, rule: (rule) => lastOfRule(parts, rule) });
    return typeof start === 'string' ? start : candidatesOf(parts, hits.doc, start, []);
  };
  switch (query.type) {
    case 'event_count':
      return simple((threshold) => countStart(parts, threshold));
    case 'temporal':
      return simple((threshold) => rulesStart(parts, threshold));
    case 'temporal_ordered':
      return inOrder(parts, hits, counted);
    case 'value_count':
      return countedStarts(parts, hits, counted);
    case 'value_sum':
    case 'value_avg':
      return numberPairs(parts, hits);
    case 'value_median':
    case 'value_percentile':
      return windowPairs(parts, hits, (members, window) => judgedCtes(parts, members, window, counted));
  }
}
