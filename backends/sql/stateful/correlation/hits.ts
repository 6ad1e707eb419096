import { sameNode } from '../../../../src/ir/equal.ts';
import type { CorrelatedRule, CorrelationQuery } from '../../../../src/ir/query.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import type { SqlDialect } from '../../dialect.ts';
import { LEVEL } from '../../levels.ts';
import { numberFrag } from '../../numbers.ts';
import { type Cte, commas, partitioned, select, unionAll } from '../cte.ts';
import type { KeyColumns } from '../keys.ts';
import type { Names } from '../names.ts';
import type { Columns } from '../scan.ts';

/** What the steps of a correlation's statement are made of, besides the scan. */
export interface Parts {
  readonly dialect: SqlDialect;
  readonly names: Names;
  readonly columns: Columns;
  readonly keys: KeyColumns;
  readonly query: CorrelationQuery;
  /** Microseconds from the first hit of a window to the last, inclusive. */
  readonly span: bigint;
  /** What the group's values are called. */
  readonly keyNames: readonly Frag[];
  /** Columns that the scan computes for thresholds. */
  readonly computed: readonly Frag[];
  /** The scan's column that says whether an event passes a rule. */
  readonly passes: readonly Frag[];
}

/** Names of the columns of hits. */
export const hitColumns = (names: Names) => ({
  /** The number of a hit among all, group by group in the order of time. */
  hit: names.of('hit'),
  /** The number of the run: hits of a group of which none lies more than the timespan behind the one before. No window holds hits of two. */
  run: names.of('run'),
  opens: names.of('opens'),
  moment: names.of('moment'),
  /** The first hit that lies no more than the timespan before. */
  reach: names.of('reach'),
  /** The last hit that lies no more than the timespan behind. */
  ends: names.of('ends'),
});

/** 1 where the hit is one of the rule, else 0. */
export const ruleColumn = (names: Names, rule: number): Frag => names.of(`is_rule_${rule + 1}`);

const isOne = (flag: Frag): Frag => q(LEVEL.test)`${flag} = 1`;

export { isOne };

const keysAreSame = (rules: readonly CorrelatedRule[]): boolean =>
  rules.every(({ keys }) => keys.every((key, i) => sameNode(key, rules[0]?.keys[i] ?? key)));

/** The hits of each group: an event that several rules find is one hit of all of them. */
function foundCtes(parts: Parts, ordered: Frag): readonly Cte[] {
  const { names, columns, keys, query, keyNames, computed, passes } = parts;
  const { place, time, id } = columns;
  const found = names.of('found');
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const carried = [place, time, id, ...computed];
  const flagOf = (rule: number): Frag =>
    q(0)`CASE WHEN ${passes[rule] ?? raw('FALSE')} THEN 1 ELSE 0 END AS ${flags[rule] ?? raw('')}`;
  const from = (rule: number): { from: Doc; values: readonly Frag[]; where: readonly Frag[] } => {
    const key = keys.of(query.rules[rule] ?? { keys: [] });
    return { from: [ordered.doc, ...key.joins.map((join): Doc => [' ', join])], values: key.values, where: key.where };
  };
  if (keysAreSame(query.rules)) {
    const { from: table, values, where } = from(0);
    const own = { columns: [...carried, ...values, ...flags.map((_, rule) => flagOf(rule))], from: table, where };
    return [{ name: found, says: 'what the rules find, under the group of each event', body: select(own) }];
  }
  const each = query.rules.map((_, rule) => {
    const { from: table, values, where } = from(rule);
    const own = flags.map((flag, i) => q(0)`${raw(i === rule ? '1' : '0')} AS ${flag}`);
    const passing = [passes[rule] ?? raw('FALSE'), ...where];
    return select({ columns: [...carried, ...values, ...own], from: table, where: passing });
  });
  const apart = names.of('found_by_rule');
  const group = [...carried, ...keyNames];
  return [
    { name: apart, says: 'what each rule finds, under its own group', body: unionAll(each) },
    {
      name: found,
      says: 'an event that several rules find in one group is one hit',
      body: select({
        columns: [...group, ...flags.map((flag) => q(0)`MAX(${flag}) AS ${flag}`)],
        from: apart.doc,
        behind: [['GROUP BY ', commas(group).doc]],
      }),
    },
  ];
}

/** The hits in their order, the number of each run, and how far a window reaches from each. */
function runCtes(parts: Parts, carried: readonly Frag[], timed: Frag): readonly Cte[] {
  const { names, columns, keyNames, span } = parts;
  const { moment, hit, opens, run } = hitColumns(names);
  const [numbered, runs] = [names.of('numbered'), names.of('in_runs')];
  const inGroup = q(0)`(${partitioned(keyNames)}ORDER BY ${columns.place})`;
  const near = q(LEVEL.test)`LAG(${moment}) OVER ${inGroup} >= ${moment} - ${numberFrag(span)}`;
  const opened = q(0)`COUNT(CASE WHEN ${opens} = 1 THEN 1 END) OVER (ORDER BY ${hit} ROWS UNBOUNDED PRECEDING)`;
  return [
    {
      name: numbered,
      says: 'in the order of groups and time; a hit further behind the one before than the timespan opens a run',
      body: select({
        columns: [
          ...carried,
          moment,
          q(0)`ROW_NUMBER() OVER (ORDER BY ${commas([...keyNames, columns.place])}) AS ${hit}`,
          q(0)`CASE WHEN ROW_NUMBER() OVER ${inGroup} > 1 AND ${near} THEN 0 ELSE 1 END AS ${opens}`,
        ],
        from: timed.doc,
      }),
    },
    {
      name: runs,
      says: 'a number for each run',
      body: select({ columns: [...carried, moment, hit, opens, q(0)`${opened} AS ${run}`], from: numbered.doc }),
    },
  ];
}

const BOUNDS = {
  reach: 'the first hit that lies no more than the timespan before each',
  ends: 'the last hit that lies no more than the timespan behind each',
} as const;

/** No dialect's frames reach less far. */
const SHORT_FRAME = 2n ** 31n;

/** How many hits of a run lie at most so many microseconds behind each hit; before it where negative. */
function hitsUpTo({ stateful }: SqlDialect, run: Frag, moment: Frag, offset: bigint): Frag {
  const far = numberFrag(offset < 0n ? -offset : offset);
  if (stateful.countedUpTo && (offset >= SHORT_FRAME || -offset >= SHORT_FRAME)) {
    const limit = offset < 0n ? q(0)`${moment} - ${far}` : q(0)`${moment} + ${far}`;
    return stateful.countedUpTo(run, moment, limit);
  }
  const range = offset < 0n ? q(0)`${far} PRECEDING` : q(0)`${far} FOLLOWING`;
  return q(0)`COUNT(*) OVER (PARTITION BY ${run} ORDER BY ${moment} RANGE BETWEEN UNBOUNDED PRECEDING AND ${range})`;
}

/** Hits in the order of groups and time, cut into runs, with the bounds of the windows that end (`reach`) or begin (`ends`) at each. */
export function hitCtes(parts: Parts, ordered: Frag, bound: keyof typeof BOUNDS): { ctes: readonly Cte[]; hits: Frag } {
  const { dialect, names, columns, query, keyNames, computed, span } = parts;
  const { moment, hit, opens, run, reach, ends } = hitColumns(names);
  const found = foundCtes(parts, ordered);
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const carried = [columns.place, columns.time, columns.id, ...computed, ...keyNames, ...flags];
  const [timed, hits] = [names.of('timed'), names.of('hits')];
  const inRun = (offset: bigint): Frag => hitsUpTo(dialect, run, moment, offset);
  const first = q(0)`MIN(${hit}) OVER (PARTITION BY ${run})`;
  const bounds = {
    reach: q(0)`${first} + ${inRun(-(span + 1n))} AS ${reach}`,
    ends: q(0)`${first} - 1 + ${inRun(span)} AS ${ends}`,
  };
  const runs = runCtes(parts, carried, timed);
  return {
    hits,
    ctes: [
      ...found,
      {
        name: timed,
        says: 'their times in microseconds',
        body: select({
          columns: [...carried, q(0)`${dialect.stateful.micros(columns.time)} AS ${moment}`],
          from: (found.at(-1)?.name ?? ordered).doc,
        }),
      },
      ...runs,
      {
        name: hits,
        says: BOUNDS[bound],
        once: true,
        body: select({
          columns: [...carried, moment, hit, opens, run, bounds[bound]],
          from: (runs.at(-1)?.name ?? timed).doc,
        }),
      },
    ],
  };
}
