import { sameNode } from '../../../../src/ir/equal.ts';
import type { CorrelatedRule, CorrelationQuery } from '../../../../src/ir/query.ts';
import { chain, type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import type { Note } from '../../../../src/target/ledger.ts';
import type { SqlDialect } from '../../dialect.ts';
import { LEVEL } from '../../levels.ts';
import { numberFrag } from '../../numbers.ts';
import { newScope, type Place } from '../../scope.ts';
import { type Cte, commas, partitioned, select, unionAll } from '../cte.ts';
import type { KeyColumns } from '../keys.ts';
import type { Names } from '../names.ts';
import type { Columns } from '../scan.ts';
import { alertKey, type Below, sourceColumns } from './below.ts';

/** What the steps of a correlation's statement are made of, besides the scan. */
export interface Parts {
  readonly place: Place;
  readonly dialect: SqlDialect;
  /** Filled while steps are made. */
  readonly notes: Note[];
  readonly names: Names;
  readonly columns: Columns;
  readonly keys: KeyColumns;
  readonly query: CorrelationQuery;
  /** Microseconds from the first hit of a window to the last, inclusive. */
  readonly span: bigint;
  /** What the group's values are called. */
  readonly keyNames: readonly Frag[];
  /** Columns of each hit that thresholds are computed on. */
  readonly computed: readonly Frag[];
  /** What they are for the alerts of a correlation below, in the step of those alerts joined to their last events. */
  readonly computedOf: (below: Below, ordered: Frag) => readonly Frag[];
  /** The scan's column that says whether an event passes a rule; nothing for a correlation. */
  readonly passes: readonly (Frag | undefined)[];
  /** The correlations in place of rules. */
  readonly below: readonly Below[];
  /** The scan serves several correlations: what it finds is to be asked whether it matters here. */
  readonly shared: boolean;
}

/** What is handed on of every hit. */
export const carriedColumns = ({ names, columns, computed, keyNames, query, below }: Parts): readonly Frag[] => {
  const { ofRule, ofAlert } = sourceColumns(names);
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const source = below.length > 0 ? [ofRule, ofAlert] : [];
  return [columns.place, columns.time, columns.id, ...computed, ...keyNames, ...flags, ...source];
};

/** The order of hits in a group: alerts stand behind the event at which they take place. */
const orderOfHits = ({ names, columns, below }: Parts): readonly Frag[] => {
  const { ofRule, ofAlert } = sourceColumns(names);
  return [columns.place, ...(below.length > 0 ? [ofRule, ofAlert] : [])];
};

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

/** What the rules find among events: one row an event and group, with the steps before it; nothing without such rules. */
function eventHits(parts: Parts, ordered: Frag): { ctes: readonly Cte[]; says: string; body: Doc } | undefined {
  const { names, columns, keys, query, keyNames, computed, passes, below, shared } = parts;
  const { place, time, id } = columns;
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const { ofRule, ofAlert } = sourceColumns(names);
  const source = below.length > 0 ? [q(0)`0 AS ${ofRule}`, q(0)`0 AS ${ofAlert}`] : [];
  const carried = [place, time, id, ...computed];
  const placed = query.rules.flatMap((rule, i) => (passes[i] ? [{ rule, i, passes: passes[i] }] : []));
  const [first] = placed;
  if (!first) return undefined;
  const flagOf = (rule: number): Frag => {
    const pass = passes[rule];
    return q(0)`${pass ? q(0)`CASE WHEN ${pass} THEN 1 ELSE 0 END` : raw('0')} AS ${flags[rule] ?? raw('')}`;
  };
  const from = (rule: CorrelatedRule): { from: Doc; values: readonly Frag[]; where: readonly Frag[] } => {
    const key = keys.of(rule);
    const where = [...(shared ? keys.required : []), ...key.where];
    return { from: [ordered.doc, ...key.joins.map((join): Doc => [' ', join])], values: key.values, where };
  };
  if (keysAreSame(placed.map(({ rule }) => rule))) {
    const { from: table, values, where } = from(first.rule);
    const some = chain(
      placed.map((one) => one.passes),
      'OR',
      LEVEL.junction,
    );
    const passing = shared ? [placed.length > 1 ? some : first.passes] : [];
    const all = [...carried, ...values, ...flags.map((_, rule) => flagOf(rule)), ...source];
    return {
      ctes: [],
      says: 'what the rules find, under the group of each event',
      body: select({ columns: all, from: table, where: [...passing, ...where] }),
    };
  }
  const each = placed.map((one) => {
    const { from: table, values, where } = from(one.rule);
    const own = flags.map((flag, i) => q(0)`${raw(i === one.i ? '1' : '0')} AS ${flag}`);
    return select({ columns: [...carried, ...values, ...own], from: table, where: [one.passes, ...where] });
  });
  const apart = names.of('found_by_rule');
  const group = [...carried, ...keyNames];
  return {
    ctes: [{ name: apart, says: 'what each rule finds, under its own group', body: unionAll(each) }],
    says: 'an event that several rules find in one group is one hit',
    body: select({
      columns: [...group, ...flags.map((flag) => q(0)`MAX(${flag}) AS ${flag}`), ...source],
      from: apart.doc,
      behind: [['GROUP BY ', commas(group).doc]],
    }),
  };
}

/** The alerts of a correlation below as hits; nothing where they lack a value of the group. */
function alertHits(place: Place, parts: Parts, below: Below, ordered: Frag): Doc | undefined {
  const { names, columns, keys, query, keyNames, computed, computedOf } = parts;
  const { ofRule, ofAlert } = sourceColumns(names);
  const rule = query.rules[below.rule];
  const values = (rule?.keys ?? []).flatMap((key, at) => {
    const scope = newScope(place, key.origin);
    const value = alertKey(scope, below, key, keys.kinds[at] ?? 'text');
    parts.notes.push(...scope.notes);
    return value ? [q(0)`${value} AS ${keyNames[at] ?? raw('')}`] : [];
  });
  if (values.length < keyNames.length) return undefined;
  const found = computedOf(below, ordered);
  return select({
    columns: [
      ...[columns.place, columns.time, columns.id].map((column) => q(0)`${ordered}.${column} AS ${column}`),
      ...computed.map((name, i) => q(0)`${found[i] ?? raw('NULL')} AS ${name}`),
      ...values,
      ...query.rules.map((_, i) => q(0)`${raw(i === below.rule ? '1' : '0')} AS ${ruleColumn(names, i)}`),
      q(0)`${raw(String(below.rule + 1))} AS ${ofRule}`,
      q(0)`${below.alerts}.${below.alert} AS ${ofAlert}`,
    ],
    from: [
      below.alerts.doc,
      ' JOIN ',
      ordered.doc,
      ' ON ',
      q(0)`${ordered}.${columns.place} = ${below.alerts}.${below.lastPlace}`.doc,
    ],
  });
}

/** The hits of each group: an event that several rules find is one hit of all of them, an alert of a correlation below is one of its own. */
function foundCtes(parts: Parts, ordered: Frag): readonly Cte[] | string {
  const { names, below } = parts;
  const found = names.of('found');
  const events = eventHits(parts, ordered);
  if (below.length === 0) return events ? [...events.ctes, { name: found, says: events.says, body: events.body }] : [];
  const alerts = below.flatMap((one) => alertHits(parts.place, parts, one, ordered) ?? []);
  const rows = [...(events ? [events.body] : []), ...alerts];
  if (rows.length === 0) return 'alerts that all lack a value of the group';
  const says = events ? `${events.says}; each alert of a correlation is one` : 'each alert of a correlation is a hit';
  return [...(events?.ctes ?? []), { name: found, says, body: unionAll(rows) }];
}

/** The hits in their order, the number of each run, and how far a window reaches from each. */
function runCtes(parts: Parts, carried: readonly Frag[], timed: Frag): readonly Cte[] {
  const { names, keyNames, span } = parts;
  const { moment, hit, opens, run } = hitColumns(names);
  const [numbered, runs] = [names.of('numbered'), names.of('in_runs')];
  const inGroup = q(0)`(${partitioned(keyNames)}ORDER BY ${commas(orderOfHits(parts))})`;
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
          q(0)`ROW_NUMBER() OVER (ORDER BY ${commas([...keyNames, ...orderOfHits(parts)])}) AS ${hit}`,
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

/** A step with the hits, and those before it. */
export interface Hits {
  readonly ctes: readonly Cte[];
  readonly hits: Frag;
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
export function hitCtes(parts: Parts, ordered: Frag, bound: keyof typeof BOUNDS): Hits | string {
  const { dialect, names, columns, span } = parts;
  const { moment, hit, opens, run, reach, ends } = hitColumns(names);
  const found = foundCtes(parts, ordered);
  if (typeof found === 'string') return found;
  const carried = carriedColumns(parts);
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
