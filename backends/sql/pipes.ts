import type { EventQuery, Pipe } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Doc } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { columnName, type Place } from './scope.ts';

/** More rows than any table has; some engines refuse larger limits. */
export const EVERYTHING = 2n ** 53n;

const DIRECTIONS = { up: ' ASC NULLS LAST', down: ' DESC NULLS FIRST' } as const;

/** The order of time: events without one come last (docs/semantics.md, "Events and queries"). */
function ordering(columns: readonly Doc[], direction: keyof typeof DIRECTIONS): Doc {
  const parts = columns.map((column): Doc => [column, DIRECTIONS[direction]]);
  return ['\nORDER BY ', ...parts.flatMap((part, i): Doc[] => (i === 0 ? [part] : [', ', part]))];
}

const limit = (count: bigint): Doc => `\nLIMIT ${count}`;
const subquery = (statement: Doc): Doc => ['SELECT *\nFROM (\n', statement, '\n) AS kept'];

/** The columns that order events: the time, and the tiebreaker where it is a column. */
export function orderNames(place: Place, { time }: Rule): readonly string[] {
  return place.layout !== 'json' && time.tiebreaker ? [time.timestamp, time.tiebreaker] : [time.timestamp];
}

/** A statement with `head` and `tail` applied in turn. The result is in the order of time. */
export function piped(place: Place, rule: Rule, query: EventQuery, statement: Doc): Doc {
  // What lies in a struct is selected under its whole name.
  const nameOf = (name: string): Doc =>
    place.layout === 'structs' ? place.dialect.lexical.ident(name).doc : columnName(place, name).doc;
  const columns = orderNames(place, rule).map(nameOf);
  const pipes = query.pipes.filter((pipe) => pipe.count < EVERYTHING);
  return pipes.reduce<Doc>((inner, pipe: Pipe, i) => {
    const from = i === 0 ? inner : subquery(inner);
    if (pipe.kind === 'head') return [from, ordering(columns, 'up'), limit(pipe.count)];
    return [subquery([from, ordering(columns, 'down'), limit(pipe.count)]), ordering(columns, 'up')];
  }, statement);
}

/** Ties go by arrival, which no table knows. */
export function pipeNotes(rule: Rule, query: EventQuery): readonly Note[] {
  const [pipe] = query.pipes;
  if (!pipe) return [];
  return [
    {
      effect: 'conditional',
      construct: `pipe/${pipe.kind}`,
      why: 'events of one time and tiebreaker come in any order',
      assumption: 'time/unique-order',
      ...(pipe.origin && { origin: pipe.origin }),
      witness: { [rule.time.timestamp]: '2026-01-05T09:00:00Z' },
    },
  ];
}
