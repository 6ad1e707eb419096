import type { Call, Expression, Named, Word } from '../../../../grammars/kusto/ast.ts';
import { takesKind } from '../aggregates.ts';
import { type Binder, type Bound, frameOf, type Scope } from '../bound.ts';
import { order } from '../compare.ts';
import { missingOf, type Row, type Value } from '../types.ts';

/** An aggregate that chooses one row of the group and gives some of its columns. */
export interface Chooser {
  readonly columns: readonly { readonly name: string; readonly given: boolean; readonly bound: Bound }[];
  readonly choose: (rows: readonly Row[]) => readonly Value[];
}

/** `arg_max(t, *)` and `take_any(a, b)` come here; `take_any(a)` is an aggregate like others. */
export function isChooserCall({ value }: Named): boolean {
  if (value.kind !== 'call') return false;
  const { text } = value.name;
  const isTakeAny = text === 'take_any' || text === 'any';
  return (
    text === 'arg_max' ||
    text === 'arg_min' ||
    (isTakeAny && (value.args.length > 1 || value.args[0]?.value.kind === 'star'))
  );
}

/** `*` is every column that is neither a key nor the one that decides. */
function unfolded(nodes: readonly Expression[], scope: Scope, taken: ReadonlySet<string>): readonly Expression[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'star') return [node];
    const rest = scope.columns.filter(({ name }) => !taken.has(name));
    return rest.map(({ name }): Expression => ({ kind: 'name', name, at: node.at }));
  });
}

/** The row whose value is greatest by the sign; a null is never chosen over a value (query/arg-max-aggregation-function). */
function extremeRow(rows: readonly Row[], decides: Bound, sign: number): Row | undefined {
  let best: { readonly row: Row; readonly value: Value } | undefined;
  for (const [i, row] of rows.entries()) {
    const value = decides.evaluate(frameOf(row, i, rows));
    const isBetter =
      best === undefined || (value !== null && (best.value === null || order(value, best.value) * sign > 0));
    if (isBetter) best = { row, value };
  }
  return best?.row;
}

function chooseRow(call: Call, decides: Bound | undefined): (rows: readonly Row[]) => Row | undefined {
  const sign = call.name.text === 'arg_min' ? -1 : 1;
  return call.name.text.startsWith('arg_') && decides !== undefined
    ? (rows) => extremeRow(rows, decides, sign)
    : (rows) => rows[0];
}

function checkDecides(call: Call, decides: Bound | undefined, binder: Binder): boolean {
  const isOrdered = call.name.text.startsWith('arg_');
  if (decides === undefined) return false;
  if (!isOrdered || takesKind.orderable(decides.type)) return true;
  binder.session.report('kusto/unordered-type', { type: decides.type }, call.args[0]?.at);
  return false;
}

function namesFor(count: number, given: readonly Word[]): readonly (string | undefined)[] {
  return Array.from({ length: count }, (_, i) => given[i]?.text);
}

/** Binds it; the names given stand for the first columns, the others are called as they are. */
export function bindChooser(node: Named, keys: readonly string[], scope: Scope, binder: Binder): Chooser | undefined {
  const { value } = node;
  if (value.kind !== 'call' || value.args.length === 0 || value.args.some(({ names }) => names.length > 0)) {
    binder.session.report(
      'kusto/argument-count',
      { name: value.kind === 'call' ? value.name.text : '', count: 0 },
      node.at,
    );
    return undefined;
  }
  const written = value.args.map((arg) => arg.value);
  const [decider] = written;
  const taken = new Set([...keys, ...(decider?.kind === 'name' ? [decider.name] : [])]);
  const bound = unfolded(written, scope, taken).map((each) => binder.expression(each, scope));
  if (!bound.every((each) => each !== undefined) || !checkDecides(value, bound[0] ?? undefined, binder))
    return undefined;
  const names = namesFor(bound.length, node.names);
  // The old name of take_any marks what it makes (query/take-any-aggregation-function).
  const prefix = value.name.text === 'any' ? 'any_' : '';
  const choose = chooseRow(value, bound[0]);
  return {
    columns: bound.map((each, i) => ({
      name: names[i] ?? `${prefix}${each.name ?? ''}`,
      given: names[i] !== undefined,
      bound: each,
    })),
    choose: (rows) => {
      binder.session.spend(rows.length);
      const row = choose(rows);
      if (row === undefined) return bound.map(({ type }) => missingOf(type));
      return bound.map((each) => each.evaluate(frameOf(row, rows.indexOf(row), rows)));
    },
  };
}
