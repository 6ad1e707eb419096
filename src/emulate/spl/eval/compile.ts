import type { EvalCall, EvalExpr, EvalLogical } from '../../../../grammars/spl/ast.ts';
import { didYouMean } from '../../../base/did-you-mean.ts';
import type { Context } from '../context.ts';
import { unescapeEval } from '../text-escapes.ts';
import { isMulti, type Row, textOf, type Value } from '../value.ts';
import { arithmetic, negative } from './arithmetic.ts';
import { compareAtoms } from './compare.ts';
import { type Compiled, type EvalFunction, type Evaluate, refuseMulti, testAtoms } from './function.ts';
import { likeTest, membership } from './functions/comparison.ts';
import { evalFunctions } from './functions/index.ts';

type Kind = EvalExpr['kind'];
type ExprOf<K extends Kind> = Extract<EvalExpr, { kind: K }>;
type Cases = { readonly [K in Kind]: (expr: ExprOf<K>, context: Context) => Evaluate };

const BOOLEAN: { readonly [K in Exclude<Kind, 'call'>]: boolean } = {
  number: false,
  string: false,
  field: false,
  negative: false,
  arithmetic: false,
  concat: false,
  comparison: true,
  in: true,
  not: true,
  logical: true,
};

function gives(expr: EvalExpr): Compiled['gives'] {
  if (expr.kind === 'call') return evalFunctions.get(expr.name)?.gives ?? 'value';
  return BOOLEAN[expr.kind] ? 'boolean' : 'value';
}

/** Compiles an expression of `where` or `eval`. Faults go to the context; the result is then not to be trusted. */
export function compileEval(expr: EvalExpr, context: Context): Compiled {
  // The table is indexed by the node's own kind, which TypeScript cannot follow.
  const compile = CASES[expr.kind] as (expr: EvalExpr, context: Context) => Evaluate;
  return { evaluate: compile(expr, context), gives: gives(expr), expr };
}

/** An expression that must give true or false. */
export function compileCondition(expr: EvalExpr, context: Context): Evaluate {
  const { evaluate, gives: kind } = compileEval(expr, context);
  if (kind !== 'boolean') context.report('spl/no-condition', {}, expr.span);
  return evaluate;
}

/** An expression whose result a field can hold. [SR/eval: a field can't hold a Boolean] */
export function compileValue(expr: EvalExpr, context: Context): Evaluate {
  const { evaluate, gives: kind } = compileEval(expr, context);
  if (kind !== 'value') context.report('spl/boolean', {}, expr.span);
  return evaluate;
}

const CASES: Cases = {
  number: ({ text }) => {
    const number = Number(text);
    return () => number;
  },
  string: ({ value }) => {
    const text = unescapeEval(value.text);
    return () => text;
  },
  field:
    ({ name }) =>
    (row) =>
      row.get(name) ?? null,
  call: functionCall,
  negative: ({ body, span }, context) => negative(compileValue(body, context), { name: '-', span, context }),
  arithmetic: ({ first, rest, span }, context) => {
    const steps = rest.map(({ operator, value }) => [operator, compileValue(value, context)] as const);
    return arithmetic(compileValue(first, context), steps, { name: 'arithmetic', span, context });
  },
  concat,
  comparison,
  in: ({ subject, values }, context) =>
    membership(
      compileValue(subject, context),
      values.map((value) => compileValue(value, context)),
      { context },
    ),
  not: ({ body }, context) => {
    const test = compileCondition(body, context);
    const overNull = context.readings.notOverNull === 'true' ? true : null;
    return (row) => {
      const value = test(row);
      return value === null ? overNull : value === false;
    };
  },
  logical,
};

function comparison({ operator, left, right, span }: ExprOf<'comparison'>, context: Context): Evaluate {
  const a = compileValue(left, context);
  const b = compileValue(right, context);
  if (operator === 'like') return likeTest(a, b, { name: 'LIKE', span, context });
  return (row) => {
    const other = b(row);
    return testAtoms(a(row), context, (atom) =>
      testAtoms(other, context, (wanted) => compareAtoms(operator, atom, wanted, context.readings)),
    );
  };
}

function concat({ parts, span }: ExprOf<'concat'>, context: Context): Evaluate {
  const mixed = parts.find((part) => (part.kind === 'arithmetic' && !part.grouped) || part.kind === 'negative');
  if (mixed) context.report('spl/mixed-concat', {}, mixed.span);
  const runs = parts.map((part) => compileValue(part, context));
  const empty = context.readings.concatOverNull === 'empty';
  return (row) => {
    let text = '';
    for (const run of runs) {
      const value = run(row);
      if (isMulti(value)) return refuseMulti({ name: '.', span, context });
      if (typeof value === 'string' || typeof value === 'number') text += textOf(value);
      else if (!empty) return null;
    }
    context.spend(text.length, span);
    return text;
  };
}

type Truth = boolean | null;

const truth = (value: Value): Truth => (typeof value === 'boolean' ? value : null);

/** Three-valued logic, as SQL has it. */
const JOIN: { readonly [O in EvalLogical['operator']]: (values: Iterable<Truth>) => Truth } = {
  and: (values) => decided(values, false),
  or: (values) => decided(values, true),
  xor: (values) => {
    let sum: Truth = false;
    for (const value of values) sum = sum === null || value === null ? null : sum !== value;
    return sum;
  },
};

function decided(values: Iterable<Truth>, by: boolean): Truth {
  let result: Truth = !by;
  for (const value of values) {
    if (value === by) return by;
    if (value === null) result = null;
  }
  return result;
}

function* each(tests: readonly Evaluate[], row: Row): Generator<Truth> {
  for (const test of tests) yield truth(test(row));
}

function logical({ operator, parts }: EvalLogical, context: Context): Evaluate {
  const tests = parts.map((part) => compileCondition(part, context));
  const join = JOIN[operator];
  return (row) => join(each(tests, row));
}

function compileArgument(expr: EvalExpr, index: number, known: EvalFunction, context: Context): Compiled {
  const arg = compileEval(expr, context);
  if (known.conditions === 'any') return arg;
  const wanted = known.conditions?.(index) ? 'boolean' : 'value';
  if (arg.gives !== wanted) {
    if (wanted === 'boolean') context.report('spl/no-condition', {}, expr.span);
    else context.report('spl/boolean', {}, expr.span);
  }
  return arg;
}

function functionCall({ name, args, span }: EvalCall, context: Context): Evaluate {
  const known = evalFunctions.get(name);
  if (!known) {
    context.report('spl/unknown-function', { name, near: didYouMean(name, evalFunctions.keys()) }, span);
    return () => null;
  }
  const [least, most] = known.args;
  if (args.length < least || args.length > most) {
    context.report('spl/argument-count', { name, given: args.length, least, most }, span);
    return () => null;
  }
  return known.build({ name, args: args.map((arg, i) => compileArgument(arg, i, known, context)), span, context });
}
