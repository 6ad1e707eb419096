import type { Wildcard, WildcardOperator } from '../../../../grammars/kusto/ast.ts';
import { didYouMean } from '../../../base/did-you-mean.ts';
import type { Binder, Shape, Stage } from '../bound.ts';
import type { KustoColumn } from '../types.ts';
import type { TabularRow } from './row.ts';

/** Whether a name fits a pattern whose `*` stand for any characters. In linear time: each piece is sought after the last. */
function fits(name: string, pattern: string): boolean {
  const pieces = pattern.split('*');
  const [head = '', ...rest] = pieces;
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
  let at = head.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= name.length - tail.length;
}

/** Places of the columns that a pattern names; one that names none is an error. */
function matching(
  { pattern, order, at }: Wildcard,
  columns: readonly KustoColumn[],
  binder: Binder,
): readonly number[] | undefined {
  binder.session.spend(columns.length);
  const found = columns.flatMap(({ name }, i) => (fits(name, pattern) ? [i] : []));
  if (found.length === 0 && pattern !== '*') {
    const near = didYouMean(
      pattern,
      columns.map(({ name }) => name),
    );
    binder.session.report('kusto/unknown-name', { name: pattern, near }, at);
    return undefined;
  }
  if (order === undefined) return found;
  const sign = order === 'asc' ? 1 : -1;
  const nameOf = (i: number): string => columns[i]?.name ?? '';
  return found.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -sign : sign));
}

function chosen(node: WildcardOperator, input: Shape, binder: Binder): ReadonlySet<number> | undefined {
  const found = node.columns.map((each) => matching(each, input.columns, binder));
  return found.every((each) => each !== undefined) ? new Set(found.flat()) : undefined;
}

/** A table of some of the columns, in a given order. */
function picked(input: Shape, places: readonly number[]): Stage {
  return {
    columns: places.flatMap((i) => input.columns[i] ?? []),
    serialized: input.serialized,
    run: (rows) => rows.map((row) => places.map((i) => row[i] ?? null)),
  };
}

type Pick = (all: readonly number[], chosen: ReadonlySet<number>) => readonly number[];

const row = <K extends WildcardOperator['kind']>(name: K, pick: Pick): TabularRow<K> => ({
  name,
  case: `KE-${name}`,
  docs: `${name}-operator`,
  bind: (node, input, _, binder) => {
    const found = chosen(node as WildcardOperator, input, binder);
    return found && picked(input, pick([...input.columns.keys()], found));
  },
});

export const projectAway = row('project-away', (all, gone) => all.filter((i) => !gone.has(i)));
/** The columns keep their order (query/project-keep-operator). */
export const projectKeep = row('project-keep', (all, kept) => all.filter((i) => kept.has(i)));
/** Those named come first, the others after them (query/project-reorder-operator). */
export const projectReorder = row('project-reorder', (all, first) => [...first, ...all.filter((i) => !first.has(i))]);
