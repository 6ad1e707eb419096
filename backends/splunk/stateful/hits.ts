import { filterCondition } from '../../../src/ir/build.ts';
import type { CorrelatedRule, CorrelationQuery, EventQuery } from '../../../src/ir/query.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import { evalLine, fn, sortLine, statsLine } from '../commands.ts';
import { columnName } from '../lexical.ts';
import { compared } from '../scope.ts';
import type { KeyColumn } from './keys.ts';
import type { Kind } from './kinds.ts';
import { type Reading, type Rows, readRows } from './rows.ts';

const ONE = raw('1');

/** The rows of a correlation: one a hit and group, in the order of groups, then of time. */
export interface Hits {
  readonly lines: readonly Frag[];
  readonly keys: readonly KeyColumn[];
  /** The flags of its rules, which are 1 or 0. */
  readonly flags: readonly string[];
  /** Whether a row is a hit of a rule, by its place in the correlation. */
  readonly isOf: (rule: number) => Frag;
  /** The number of the row, ten digits long: its text is in order as well. Those of a group follow one another. */
  readonly place: Frag;
  readonly by: readonly string[];
  /** Several hits may take place at one event: asks whether a row is the last of those in its group, which alone can alert. */
  readonly isLast?: Frag;
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

/** What stands in one row for each rule that finds it. */
interface Split {
  readonly isKind: (kind: Kind) => Frag;
  readonly by: readonly string[];
  readonly nameOf: (wanted: string) => string;
  /** The name of what is the same for all rows of a hit. */
  readonly hit: string;
}

/** An event that several rules find under one key is one hit, though it came as a row for each of them. */
export function mergeLines({ isKind, by, nameOf, hit }: Split, kinds: readonly Kind[]): readonly Frag[] {
  const flags = kinds.map(({ flag }) => nameOf(flag));
  const same = [hit, ...by];
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
export function readHits(
  query: EventCorrelation,
  reading: Omit<Reading, 'kinds' | 'split'>,
): { readonly rows: Rows; readonly hits: Hits } {
  const { nameOf, rule } = reading;
  const kinds = kindsOf(query.rules);
  const rows = readRows({ ...reading, kinds, split: false });
  const place = nameOf('place');
  const ties = rule.time.tiebreaker === undefined ? [] : [columnName(rule.time.tiebreaker)];
  const hits = hitsOf(rows, kinds, [
    ...rows.lines,
    ...(rows.split ? mergeLines({ ...rows, hit: nameOf('event') }, kinds) : []),
    sortLine([...groupOrder(rows.by), raw('_time'), ...ties]),
    ...numberLines(place),
  ]);
  return { rows, hits };
}

/** Rows of which each is a hit, by the lines that put them in order and number them. */
export function hitsOf(
  { keys, by, nameOf }: Pick<Rows, 'keys' | 'by' | 'nameOf'>,
  kinds: readonly Kind[],
  lines: readonly Frag[],
): Hits {
  const flags = kinds.map(({ flag }) => nameOf(flag));
  return {
    lines,
    keys,
    flags,
    isOf: (at) => compared(raw(flags[at] ?? ''), '=', ONE),
    place: raw(nameOf('place')),
    by,
    nameOf,
  };
}

export const groupOrder = (by: readonly string[]): readonly Frag[] => by.map((name) => fn('str', columnName(name)));

/** Numbers rows in ten digits, so that the texts of their numbers are in order as well. */
export const numberLines = (name: string): readonly Frag[] => [
  statsLine('streamstats', [[raw('count'), name]], []),
  evalLine([name, raw(`1000000000+${name}`)]),
];

/** The names that the correlation has for its groups in place of the columns that join them. */
export function renameLines(query: CorrelationQuery, { by }: Pick<Hits, 'by'>): readonly Frag[] {
  return query.groupBy.flatMap((name, i) => {
    const column = by[i] ?? name;
    return column === name
      ? []
      : [raw(`| rename ${String(columnName(column).doc)} AS ${String(columnName(name).doc)}`)];
  });
}
