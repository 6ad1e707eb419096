import { filterCondition } from '../../../src/ir/build.ts';
import type { CorrelatedRule, CorrelationQuery, EventQuery } from '../../../src/ir/query.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import { evalLine, fn, sortLine, statsLine } from '../commands.ts';
import { columnName } from '../lexical.ts';
import { compared } from '../scope.ts';
import type { Kind } from './kinds.ts';
import { type Reading, type Rows, readRows } from './rows.ts';

const ONE = raw('1');

/** The rows of a correlation: one a hit and group, in the order of groups, then of time. */
export interface Hits {
  readonly rows: Rows;
  readonly lines: readonly Frag[];
  /** How many rules the correlation has. */
  readonly rules: number;
  /** Whether a row is a hit of a rule, by its place in the correlation. */
  readonly isOf: (rule: number) => Frag;
  /** The number of the row, ten digits long: its text is in order as well. Those of a group follow one another. */
  readonly place: Frag;
  readonly by: readonly string[];
  readonly nameOf: (wanted: string) => string;
}

/** A correlation of rules that find events. */
export type EventCorrelation = Omit<CorrelationQuery, 'rules'> & {
  readonly rules: readonly (CorrelatedRule & { readonly query: EventQuery })[];
};

const kindsOf = (rules: EventCorrelation['rules']): readonly Kind[] =>
  rules.map(({ query, keys }, i) => ({
    flag: `rule${i + 1}`,
    number: i + 1,
    condition: filterCondition(query.filter),
    keys,
  }));

/** An event that several rules find under one key is one hit, though it came as a row for each of them. */
function mergeLines({ isKind, split, by, nameOf }: Rows, kinds: readonly Kind[]): readonly Frag[] {
  if (!split) return [];
  const flags = kinds.map(({ flag }) => nameOf(flag));
  const same = [nameOf('event'), ...by];
  return [
    evalLine(...kinds.map((kind, i) => [flags[i] ?? '', fn('if', isKind(kind), ONE, raw('0'))] as const)),
    statsLine(
      'eventstats',
      flags.map((flag) => [fn('max', raw(flag)), flag] as const),
      same,
    ),
    raw(`| dedup ${same.map((name) => String(columnName(name).doc)).join(' ')}`),
  ];
}

/** Reads what the rules of a correlation find, and numbers it. Groups stand by their text: numbers that are spelt differently are two. */
export function readHits(query: EventCorrelation, reading: Omit<Reading, 'kinds' | 'split'>): Hits {
  const { nameOf, rule } = reading;
  const kinds = kindsOf(query.rules);
  const rows = readRows({ ...reading, kinds, split: false });
  const place = nameOf('place');
  const ties = rule.time.tiebreaker === undefined ? [] : [columnName(rule.time.tiebreaker)];
  return {
    rows,
    lines: [
      ...rows.lines,
      ...mergeLines(rows, kinds),
      sortLine([...rows.by.map((name) => fn('str', columnName(name))), raw('_time'), ...ties]),
      statsLine('streamstats', [[raw('count'), place]], []),
      evalLine([place, raw(`1000000000+${place}`)]),
    ],
    rules: kinds.length,
    isOf: (at) => compared(raw(nameOf(kinds[at]?.flag ?? '')), '=', ONE),
    place: raw(place),
    by: rows.by,
    nameOf,
  };
}
