import { type Threshold, thresholdsOf } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { LEVEL } from '../../levels.ts';
import { numberFrag } from '../../numbers.ts';
import { type Cte, commas, select } from '../cte.ts';
import { hitColumns, isOne, type Parts, ruleColumn } from './hits.ts';
import { conditionOf } from './pairs.ts';
import { type Counted, numberColumn } from './values.ts';

/** What windows that are over come to: a value a window, in a step of its own where it is no aggregate of the members. */
interface Measure {
  readonly ctes: readonly Cte[];
  readonly join?: Doc;
  /** An aggregate of the members of a window. */
  readonly value: Frag;
}

const NO_TIME = raw('4611686018427387904');

interface Windows {
  readonly parts: Parts;
  /** A row for each member of a window. */
  readonly members: Frag;
  readonly alert: Frag;
}

const seen = ({ parts }: Windows, rule: number): Frag => q(0)`MAX(${ruleColumn(parts.names, rule)})`;

const plus = (items: readonly Frag[]): Frag => ({
  level: LEVEL.operator,
  doc: items.flatMap((item, i): Doc[] => (i === 0 ? [item.doc] : [' + ', item.doc])),
});

const rulesSeen = (windows: Windows): Frag =>
  q(0)`(${plus(windows.parts.query.rules.map((_, rule) => seen(windows, rule)))})`;

/** The most rules that follow each other: for each length the least time at which such a chain can end, rule by rule. */
function longestChain(windows: Windows): Measure {
  const { parts, members, alert } = windows;
  const { names, query, dialect } = parts;
  const { moment } = hitColumns(names);
  const flags = query.rules.map((_, rule) => ruleColumn(names, rule));
  const end = (length: number): Frag => names.of(`chain_of_${length}`);
  const ctes = flags.map((flag, rule): Cte => {
    const lengths = flags.slice(0, rule + 1).map((_, i) => i + 1);
    const grown = lengths.map((length) => {
      const behind = length === 1 ? isOne(flag) : q(LEVEL.test)`${isOne(flag)} AND ${moment} >= ${end(length - 1)}`;
      const best = q(0)`COALESCE(MIN(CASE WHEN ${behind} THEN ${moment} END) OVER (PARTITION BY ${alert}), ${NO_TIME})`;
      const known = length <= rule;
      const value = known ? q(0)`${raw(dialect.stateful.least)}(${end(length)}, ${best})` : best;
      // A name of its own: some engines take a name for the new value where the old one is meant.
      return q(0)`${value} AS ${names.of(`grown_${length}`)}`;
    });
    const inner = select({
      columns: [alert, moment, ...flags, ...grown],
      from: (rule === 0 ? members : names.of(`chains_${rule}`)).doc,
    });
    return {
      name: names.of(`chains_${rule + 1}`),
      says: `the least times at which so many of the first ${rule + 1} rules can have followed each other`,
      body: select({
        columns: [
          alert,
          moment,
          ...flags,
          ...lengths.map((length) => q(0)`grown.${names.of(`grown_${length}`)} AS ${end(length)}`),
        ],
        from: [{ kind: 'indent', open: '(', close: ')', doc: inner }, ' AS grown'],
      }),
    };
  });
  const [table, longest] = [names.of('longest_chains'), names.of('longest_chain')];
  const lengths = flags.map((_, i) => q(0)`MAX(CASE WHEN ${end(i + 1)} < ${NO_TIME} THEN 1 ELSE 0 END)`);
  const last: Cte = {
    name: table,
    says: 'how many rules followed each other',
    body: select({
      columns: [alert, q(0)`${plus(lengths)} AS ${longest}`],
      from: (ctes.at(-1)?.name ?? members).doc,
      behind: [q(0)`GROUP BY ${alert}`.doc],
    }),
  };
  return { ctes: [...ctes, last], join: joinOf(windows, table), value: q(0)`MAX(${table}.${longest})` };
}

const joinOf = ({ members, alert }: Windows, table: Frag): Doc => [
  ' LEFT JOIN ',
  table.doc,
  ' ON ',
  q(0)`${table}.${alert} = ${members}.${alert}`.doc,
];

function distinctValues(windows: Windows, threshold: Threshold, counted: readonly Counted[], number: number): Measure {
  const { parts, members, alert } = windows;
  const { names } = parts;
  const { hit } = hitColumns(names);
  const values = counted.find((each) => each.of(threshold));
  if (!values) return { ctes: [], value: raw('0') };
  const [different, table, count] = ['different', 'numbers_of_values', 'number_of_values'].map((name) =>
    names.of(`${name}_${number}`),
  ) as [Frag, Frag, Frag];
  const columns = values.columns;
  return {
    join: joinOf(windows, table),
    value: q(0)`COALESCE(MAX(${table}.${count}), 0)`,
    ctes: [
      ...values.ctes,
      {
        name: different,
        says: 'the different values of each window',
        body: select({
          columns: [q(0)`DISTINCT ${members}.${alert} AS ${alert}`, ...columns],
          from: [members.doc, ' JOIN ', values.table.doc, ' ON ', q(0)`${values.table}.${hit} = ${members}.${hit}`.doc],
        }),
      },
      {
        name: table,
        says: 'how many there are',
        body: select({
          columns: [alert, q(0)`COUNT(*) AS ${count}`],
          from: different.doc,
          behind: [q(0)`GROUP BY ${alert}`.doc],
        }),
      },
    ],
  };
}

const RANKED: { readonly [T in 'value_median' | 'value_percentile']: 'AVG' | 'MIN' } = {
  value_median: 'AVG',
  value_percentile: 'MIN',
};

/** A median or percentile: numbers in their order, counted. */
function ranked(windows: Windows, type: keyof typeof RANKED, threshold: Threshold, number: number): Measure {
  const { parts, members, alert } = windows;
  const { names, query } = parts;
  const value = numberColumn(names, query, threshold);
  const [sorted, table, rank, count, found] = [
    'sorted',
    'ranks',
    'rank_of_number',
    'count_of_numbers',
    'found_number',
  ].map((name) => names.of(`${name}_${number}`)) as [Frag, Frag, Frag, Frag, Frag];
  const test =
    type === 'value_median'
      ? q(LEVEL.test)`2 * ${rank} BETWEEN ${count} AND ${count} + 2`
      : q(LEVEL.test)`100 * ${rank} >= ${numberFrag(threshold.percentile ?? 50)} * ${count}`;
  return {
    join: joinOf(windows, table),
    value: q(0)`MAX(${table}.${found})`,
    ctes: [
      {
        name: sorted,
        says: 'the numbers of each window in their order',
        body: select({
          columns: [
            alert,
            value,
            q(0)`ROW_NUMBER() OVER (PARTITION BY ${alert} ORDER BY ${value}) AS ${rank}`,
            q(0)`COUNT(*) OVER (PARTITION BY ${alert}) AS ${count}`,
          ],
          from: members.doc,
          where: [q(LEVEL.test)`${value} IS NOT NULL`],
        }),
      },
      {
        name: table,
        says:
          type === 'value_median' ? 'the mean of the one or two in the middle' : 'the least that so many do not exceed',
        body: select({
          columns: [alert, q(0)`${raw(RANKED[type])}(CASE WHEN ${test} THEN ${value} END) AS ${found}`],
          from: sorted.doc,
          behind: [q(0)`GROUP BY ${alert}`.doc],
        }),
      },
    ],
  };
}

function measureOf(windows: Windows, threshold: Threshold, counted: readonly Counted[], number: number): Measure {
  const { query, names } = windows.parts;
  const { type } = query;
  switch (type) {
    case 'event_count':
      return { ctes: [], value: raw('COUNT(*)') };
    case 'value_count':
      return distinctValues(windows, threshold, counted, number);
    case 'value_sum':
      return { ctes: [], value: q(0)`SUM(${windows.members}.${numberColumn(names, query, threshold)})` };
    case 'value_avg':
      return { ctes: [], value: q(0)`AVG(${windows.members}.${numberColumn(names, query, threshold)})` };
    case 'value_median':
    case 'value_percentile':
      return ranked(windows, type, threshold, number);
    case 'temporal':
      return { ctes: [], value: rulesSeen(windows) };
    case 'temporal_ordered':
      return { ...longestChain(windows), ctes: [] };
  }
}

/** Counted values are one step for all thresholds on them. */
const once = (ctes: readonly Cte[]): readonly Cte[] =>
  ctes.filter(({ name }, i) => ctes.findIndex((other) => other.name.doc === name.doc) === i);

function ruleTest(windows: Windows, query: CorrelationQuery, name: string, chain: Measure | undefined): Frag {
  const rule = query.rules.findIndex((each) => each.name === name);
  if (rule < 0) return raw('FALSE');
  const found = isOne(seen(windows, rule));
  if (!chain) return found;
  return q(0)`(${found} AND ${chain.value} = ${rulesSeen(windows)})`;
}

/** The steps that keep the windows that meet the condition; the last one has a row a window. */
export function judgedCtes(
  parts: Parts,
  members: Frag,
  alert: Frag,
  counted: readonly Counted[],
): { ctes: readonly Cte[]; judged: Frag } {
  const { names, query } = parts;
  const windows = { parts, members, alert };
  const thresholds = thresholdsOf(query.condition);
  const chain = query.type === 'temporal_ordered' ? longestChain(windows) : undefined;
  const measures = thresholds.map((threshold, i) => measureOf(windows, threshold, counted, i + 1));
  const test = conditionOf(query.condition, {
    measure: (threshold) => measures[thresholds.indexOf(threshold)]?.value ?? raw('NULL'),
    rule: (name) => ruleTest(windows, query, name, chain),
  });
  const judged = names.of('judged');
  const joins = chain ? [chain.join ?? ''] : measures.flatMap(({ join }) => (join ? [join] : []));
  return {
    judged,
    ctes: [
      ...(chain?.ctes ?? []),
      ...once(measures.flatMap(({ ctes }) => ctes)),
      {
        name: judged,
        says: 'the windows that meet the condition',
        body: select({
          columns: [q(0)`${members}.${alert} AS ${alert}`],
          from: [members.doc, ...joins],
          behind: [q(0)`GROUP BY ${commas([q(0)`${members}.${alert}`])}`.doc, ['HAVING ', test.doc]],
        }),
      },
    ],
  };
}
