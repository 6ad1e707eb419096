import type { EvalExpr } from '../../../../grammars/spl/ast.ts';

type Children = { readonly [K in EvalExpr['kind']]: (expr: Extract<EvalExpr, { kind: K }>) => readonly EvalExpr[] };

const CHILDREN: Children = {
  number: () => [],
  string: () => [],
  field: () => [],
  call: ({ args }) => args,
  negative: ({ body }) => [body],
  arithmetic: ({ first, rest }) => [first, ...rest.map(({ value }) => value)],
  concat: ({ parts }) => parts,
  comparison: ({ left, right }) => [left, right],
  in: ({ subject, values }) => [subject, ...values],
  not: ({ body }) => [body],
  logical: ({ parts }) => parts,
};

const childrenOf = (expr: EvalExpr): readonly EvalExpr[] =>
  (CHILDREN[expr.kind] as (expr: EvalExpr) => readonly EvalExpr[])(expr);

/** The names of the fields that an expression reads. */
export function fieldsOf(expr: EvalExpr): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [expr];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'field') names.add(next.name);
    for (const child of childrenOf(next)) open.push(child);
  }
  return names;
}
