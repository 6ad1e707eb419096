import { filterCondition } from '../../../src/ir/build.ts';
import { thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { evalLine, expandLine, fn, sortLine, statsLine, whereLine } from '../commands.ts';
import { columnName, string } from '../lexical.ts';
import { allOf, anyOf, compared } from '../scope.ts';
import { groupOrder, type Hits, hitsOf, mergeLines, numberLines } from './hits.ts';
import { areCommon, type KeyColumn, keyColumns, keyLines, presentKeys } from './keys.ts';
import type { Kind } from './kinds.ts';

/** One correlation of a chain. */
export interface Level {
  readonly query: CorrelationQuery;
  /** Behind `rule` in the names of flags: nothing for the outermost, `1_` for the correlation in place of its first rule. */
  readonly prefix: string;
  /** What its rules find, in their order: events, or alerts, which no condition asks for. */
  readonly kinds: readonly Kind[];
  /** The correlations in place of rules, by the place of the rule. */
  readonly inner: ReadonlyMap<number, Level>;
  readonly keys: readonly KeyColumn[];
  /** Rules have their keys in different fields of the same event, which becomes a row for each. */
  readonly split: boolean;
}

export function levelOf(query: CorrelationQuery, nameOf: (wanted: string) => string, prefix = ''): Level {
  const inner = new Map<number, Level>();
  const kinds = query.rules.map(({ query: below, keys }, i): Kind => {
    if (below.kind === 'correlation') inner.set(i, levelOf(below, nameOf, `${prefix}${i + 1}_`));
    const condition = below.kind === 'event' ? filterCondition(below.filter) : ({ kind: 'true' } as const);
    return { flag: `rule${prefix}${i + 1}`, number: i + 1, condition, keys };
  });
  const ofEvents = kinds.filter((_, i) => !inner.has(i));
  return { query, prefix, kinds, inner, keys: keyColumns(kinds, nameOf), split: !areCommon(ofEvents) };
}

/** A level and all below it, those below first. */
export const levelsOf = (level: Level): readonly Level[] => [...[...level.inner.values()].flatMap(levelsOf), level];

/** The kinds of events that its rules ask for. */
export const eventKinds = ({ kinds, inner }: Level): readonly Kind[] => kinds.filter((_, i) => !inner.has(i));

/** The columns of keys with the fields of events alone: the values of an alert's group are no fields, and one each. */
export const eventKeys = ({ keys, inner }: Level): readonly KeyColumn[] =>
  keys.map((column) => ({ ...column, fields: column.fields.filter((_, i) => !inner.has(i)) }));

/** What a level computes on, and joins by. */
export function fieldsOf(level: Level): readonly string[] {
  const values = thresholdsOf(level.query.condition).flatMap(({ fields }) => fields.map(({ name }) => name));
  return [...values, ...eventKeys(level).flatMap(({ fields }) => fields.map(({ name }) => name))];
}

/** What all rows of a chain have. */
export interface ChainNames {
  /** The number of the event, or of the last one of an alert. */
  readonly event: string;
  /** What no two hits of a level share. */
  readonly source: string;
  readonly nameOf: (wanted: string) => string;
}

/** Whether a row is a hit of the level. */
export const isHit = ({ kinds }: Level, nameOf: (wanted: string) => string): Frag =>
  anyOf(kinds.map(({ flag }) => compared(raw(nameOf(flag)), '=', raw('1'))));

/** The hits of a level, out of the rows that `isHit` lets through. */
export function levelHits({ kinds, keys, split, inner }: Level, { event, source, nameOf }: ChainNames): Hits {
  const isUp = ({ flag }: Kind): Frag => compared(raw(nameOf(flag)), '=', raw('1'));
  const step = nameOf('step');
  const isKind = (kind: Kind): Frag => (split ? compared(raw(step), '=', string(String(kind.number))) : isUp(kind));
  const by = keys.map(({ name }) => name);
  const present = presentKeys(keys);
  const numbers = kinds.map((kind) => fn('if', isUp(kind), string(String(kind.number)), raw('null()')));
  const last = nameOf('last_place');
  const hits = hitsOf({ keys, by, nameOf }, kinds, [
    ...(present.length > 0 ? [whereLine(allOf(present))] : []),
    ...(split ? [evalLine([step, fn('mvappend', ...numbers)]), expandLine(step)] : []),
    ...keyLines(keys, kinds, isKind),
    ...(split ? mergeLines({ isKind, by, nameOf, hit: source }, kinds) : []),
    sortLine([...groupOrder(by), q(0)`num(${columnName(event)})`]),
    ...numberLines(nameOf('place')),
    ...(inner.size > 0 ? [statsLine('eventstats', [[fn('max', raw(nameOf('place'))), last]], [event, ...by])] : []),
  ]);
  return inner.size > 0 ? { ...hits, isLast: compared(hits.place, '=', raw(last)) } : hits;
}
