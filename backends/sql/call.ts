import type { Param } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { type Pattern, pattern } from '../../src/ir/pattern.ts';
import type { Call, CaseRule, FunctionId, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import type { Frag } from '../../src/target/frag.ts';
import { isArithmetic, resultBits } from './arithmetic.ts';
import { foldingCaveat } from './compare.ts';
import type { Argument, Folded, SqlType } from './dialect.ts';
import { foldColumn, foldingFor, foldText, lookAlikeCaveat } from './folding.ts';
import { bool, type Expr, inside, NULL_EXPR, note, refused, type Scope, take } from './scope.ts';
import { FALSE, fitsPattern, textOf, whenPresent } from './text.ts';

type EmitValue = (scope: Scope, node: Value) => Expr;

const ANY = { kind: 'any' } as const;

/** Affixes as patterns, where the affix is a constant: they are written as LIKE and the like. */
const AFFIXES: Partial<Record<FunctionId, (text: string) => Pattern>> = {
  'starts-with': (text) => pattern([{ kind: 'lit', text }, ANY]),
  'ends-with': (text) => pattern([ANY, { kind: 'lit', text }]),
  'string-contains': (text) => pattern([ANY, { kind: 'lit', text }, ANY]),
};

function asPattern(scope: Scope, node: Call, source: Frag): Frag | undefined {
  const affix = AFFIXES[node.fn];
  const part = node.args[1];
  if (!affix || part?.kind !== 'literal' || part.type !== 'text') return undefined;
  if (node.fn === 'string-contains' && part.value === '') return whenPresent(scope, source, FALSE);
  return fitsPattern(scope, node, source, [affix(part.value)], node.caseRule);
}

/** Functions whose rows read a column of times as it is. */
const TAKES_DATES: ReadonlySet<FunctionId> = new Set(['time-part']);

/** An argument as its parameter reads it; nothing where it is absent or of no use. */
function argument(scope: Scope, node: Call, param: Param, value: Value, expr: Expr): Argument | undefined {
  if (expr.type === 'date' && TAKES_DATES.has(node.fn)) return expr;
  if (param.type === 'text' || (param.type === 'any' && expr.type !== 'null')) {
    const frag = textOf(scope, value, expr);
    if (frag) return { frag, type: 'text', ...(typeof expr.constant === 'string' && { constant: expr.constant }) };
    if (expr.type === 'date') refused(scope, `function/${node.fn}`, 'a date as text');
    return undefined;
  }
  const wanted: readonly SqlType[] = param.type === 'boolean' ? ['boolean'] : ['integer', 'real'];
  if (wanted.includes(expr.type)) return expr;
  if (expr.type === 'unknown' || expr.type === 'text')
    refused(scope, `function/${node.fn}`, 'a number out of text of unknown form');
  return undefined;
}

const paramOf = (node: Call, i: number): Param | undefined => {
  const { params, variadic } = functions[node.fn];
  return params[i] ?? (variadic ? params.at(-1) : undefined);
};

/** Null stands for a left-out argument where the function says so; elsewhere the call is absent. */
function mayBeLeftOut(node: Call, i: number): boolean {
  if (node.fn === 'substring') return i > 0;
  return (node.fn === 'index-of' && i === 2) || (node.fn === 'number' && i === 1);
}

const isNull = (value: Value): boolean => value.kind === 'literal' && value.type === 'null';

/** Nulls of a list are no elements: they must not be taken for a left-out argument. */
const readsLists = (scope: Scope, value: Value): boolean =>
  fieldsOfValue(value).some((field) => field.list || scope.layout === 'json');

function argumentsOf(scope: Scope, node: Call, exprs: readonly Expr[]): readonly Argument[] | undefined {
  const out: Argument[] = [];
  for (const [i, value] of node.args.entries()) {
    const [param, expr] = [paramOf(node, i), exprs[i]];
    if (!param || !expr) return undefined;
    if (mayBeLeftOut(node, i) && readsLists(scope, value))
      refused(scope, `function/${node.fn}`, `a list as \`${param.name}\`, which may be left out`);
    const arg = mayBeLeftOut(node, i) && isNull(value) ? NULL_EXPR : argument(scope, node, param, value, expr);
    if (!arg) return undefined;
    out.push(arg);
  }
  return out;
}

/** How a column is folded to meet another one: what lower() does to letters outside A to Z is on the ledger. */
const COLUMNS_FOLDED: { readonly [R in CaseRule]: Folded } = {
  exact: 'exact',
  ascii: { from: '', to: '' },
  simple: 'lower',
};

/** How the source is folded to meet the other arguments, which are folded here if they are constants. */
function folding(scope: Scope, node: Call, args: readonly Argument[]): { folded: Folded; args: readonly Argument[] } {
  const parts = args.slice(1).filter((arg) => arg.type === 'text');
  const constants = parts.flatMap((arg) => (typeof arg.constant === 'string' ? [arg.constant] : []));
  const texts = constants.map((text) => foldText(text, node.caseRule));
  const columns = constants.length < parts.length;
  if (columns) foldingCaveat(scope, `function/${node.fn}`, node.caseRule, node.args);
  const folded: Folded = columns ? COLUMNS_FOLDED[node.caseRule] : foldingFor(texts, node.caseRule);
  const { dialect } = scope;
  const caveat = lookAlikeCaveat(texts, folded, dialect.case);
  if (caveat) note(scope, `function/${node.fn}`, node, caveat);
  const foldPart = (arg: Argument): Argument => {
    if (arg.type !== 'text') return arg;
    if (typeof arg.constant !== 'string') return { ...arg, frag: foldColumn(folded, arg.frag, dialect.case) };
    const constant = foldText(arg.constant, node.caseRule);
    const problem = dialect.lexical.unwritable(constant);
    const frag = problem ? refused(scope, 'literal', problem) : dialect.lexical.text(constant);
    return { ...arg, constant, frag };
  };
  return { folded, args: args.map((arg, i) => (i === 0 ? arg : foldPart(arg))) };
}

/** A length, or a position in a text: no event has a text of 256 million characters. */
const TEXT_BITS = 28;

const RETURNS: { readonly [R in 'text' | 'integer' | 'number' | 'boolean']: SqlType } = {
  text: 'text',
  integer: 'integer',
  number: 'real',
  boolean: 'boolean',
};

function resultOf(node: Call, args: readonly Argument[], frag: Frag): Expr {
  if (isArithmetic(node.fn) && args.every((arg) => arg.type === 'integer'))
    return { frag, type: 'integer', bits: resultBits(node.fn, args) };
  const type = RETURNS[functions[node.fn].returns];
  return type === 'integer' ? { frag, type, bits: TEXT_BITS } : { frag, type };
}

/** A function call. An affix that is a constant is a pattern; everything else is a row of the dialect. */
export function emitCall(scope: Scope, node: Call, value: EmitValue): Expr {
  const exprs = node.args.map((arg) => value(inside(scope), arg));
  const given = argumentsOf(scope, node, exprs);
  const source = given?.[0];
  if (!given || !source) return NULL_EXPR;
  const affix = asPattern(scope, node, source.frag);
  if (affix) return bool(affix);
  const { folded, args } = folding(scope, node, given);
  const { dialect } = scope;
  const row = dialect.functions[node.fn];
  const frag = take(
    scope,
    `function/${node.fn}`,
    node,
    row(args, (text) => foldColumn(folded, text, dialect.case)),
  );
  return resultOf(node, args, frag);
}
