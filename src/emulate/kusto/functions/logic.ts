import type { Bound } from '../bound.ts';
import { order } from '../compare.ts';
import { commonType, widen } from '../convert.ts';
import { type KustoType, missingOf, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, type ScalarFunction, scalar } from './row.ts';

/** The type that the arguments from an index on (each `step`) have in common. */
const common =
  (from: number, step = 1, last = false) =>
  (args: readonly Bound[]): KustoType | undefined => {
    const chosen = args.filter((_, i) => i >= from && ((i - from) % step === 0 || (last && i === args.length - 1)));
    return chosen
      .map((arg) => arg.type)
      .reduce<KustoType | undefined>((a, b) => a && commonType(a, b), chosen[0]?.type);
  };

/** `isnull` of a text is never true; a text is empty instead (query/isnull-function). */
const isNull = (value: Value, { types }: CallContext): boolean => types[0] !== 'string' && value === null;
const isEmpty = (value: Value): boolean => value === null || value === '';

const test = (name: string, id: string, holds: (value: Value, call: CallContext) => boolean): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: `${name}-function`,
    parameters: ['scalar'],
    returns: 'bool',
    evaluate: ([value], call) => holds(value, call),
  });

const choice = (name: string, id: string): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: 'iff-function',
    parameters: ['condition', 'scalar', 'scalar'],
    returns: common(1),
    evaluate: ([condition, yes, no], { result }) => widen(condition === true ? yes : no, result),
  });

function firstCase(args: readonly Value[], { result }: CallContext): Value {
  for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return widen(args[i + 1] ?? null, result);
  return widen(args.at(-1) ?? null, result);
}

const extreme = (name: string, sign: number): ScalarFunction =>
  scalar({
    name,
    case: `KE-${name}`,
    docs: `${name.replace('_', '-')}-function`,
    open: 'nulls among the arguments',
    parameters: ['scalar', 'scalar'],
    rest: 'scalar',
    returns: (args) => {
      const type = common(0)(args);
      return type === 'guid' || type === 'dynamic' ? undefined : type;
    },
    evaluate: (values, call) => {
      if (values.includes(null) && values.length > 1) {
        call.session.report('kusto/undocumented', { what: `${name}() with a null` }, call.at);
      }
      const best = values.reduce((a, b) => (order(b, a) * sign > 0 ? b : a));
      return widen(best, call.result);
    },
  });

export const logicFunctions: readonly FunctionRow[] = [
  test('isnull', 'K082', isNull),
  test('isnotnull', 'KE-isnotnull', (value, call) => !isNull(value, call)),
  test('isempty', 'K083', isEmpty),
  test('isnotempty', 'K226', (value) => !isEmpty(value)),
  scalar({
    name: 'not',
    case: 'K080',
    docs: 'not-function',
    parameters: ['bool'],
    returns: 'bool',
    evaluate: ([value]) => !value,
  }),
  // Of texts the first that is not empty (query/coalesce-function).
  scalar({
    name: 'coalesce',
    case: 'K073',
    docs: 'coalesce-function',
    parameters: ['scalar', 'scalar'],
    rest: 'scalar',
    returns: common(0),
    evaluate: (values, { result }) =>
      widen(
        values.find((value) => (result === 'string' ? !isEmpty(value) : value !== null)) ?? missingOf(result),
        result,
      ),
  }),
  choice('iff', 'K220'),
  choice('iif', 'KE-iif'),
  scalar({
    name: 'case',
    case: 'KE-case',
    docs: 'case-function',
    parameters: ['condition', 'scalar', 'scalar'],
    rest: 'scalar',
    returns: common(1, 2, true),
    evaluate: (args, call) => firstCase(args, call),
  }),
  extreme('min_of', -1),
  extreme('max_of', 1),
];
