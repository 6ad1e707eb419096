import type { Bound } from '../bound.ts';
import { asNumber, inRange } from '../convert.ts';
import { isInteger, isNumeric, type KustoType, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, type ScalarFunction, scalar, typeOf } from './row.ts';

/** Down to the next multiple, for negative values too. */
export function floorTo(value: bigint, step: bigint): bigint {
  const rest = value % step;
  return value - (rest < 0n ? rest + step : rest);
}

const BINNABLE: ReadonlySet<KustoType> = new Set(['long', 'int', 'real', 'datetime', 'timespan']);

/** A number by a number, a datetime or timespan by a timespan (query/bin-function). */
function binType(args: readonly Bound[]): KustoType | undefined {
  const [value, step] = [args[0]?.type, args[1]?.type];
  if (value === undefined || step === undefined || !BINNABLE.has(value)) return undefined;
  if (isNumeric(value) && isNumeric(step)) return value === 'real' || step === 'real' ? 'real' : 'long';
  return step === 'timespan' && !isNumeric(value) ? value : undefined;
}

function bin(value: Value, step: Value, { result }: CallContext): Value {
  if (value === null || step === null || asNumber(step) <= 0) return null;
  if (result === 'real') return Math.floor(asNumber(value) / asNumber(step)) * asNumber(step);
  return floorTo(value as bigint, step as bigint);
}

const binFunction = (name: string, id: string): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: 'bin-function',
    parameters: ['scalar', 'scalar'],
    returns: binType,
    naming: 'first',
    evaluate: ([value, step], call) => bin(value, step, call),
  });

/** What lies just between two neighbours goes to either, the page does not say which. */
function round(value: bigint | number, digits: bigint, { session, at }: CallContext): Value {
  if (typeof value === 'bigint') return value;
  const scale = 10 ** Number(digits);
  const scaled = value * scale;
  if (Math.abs(scaled % 1) === 0.5)
    session.report('kusto/undocumented', { what: 'round() of a value halfway between' }, at);
  return Number.isFinite(scaled) ? Math.round(scaled) / scale : value;
}

function size(value: Value, { session, at, result }: CallContext): Value {
  if (typeof value !== 'bigint') return value === null ? null : Math.abs(asNumber(value));
  const positive = value < 0n ? -value : value;
  if (!inRange(positive, result)) session.report('kusto/undocumented', { what: 'an overflow of abs()' }, at);
  return positive;
}

const sizeType = (args: readonly Bound[]): KustoType | undefined => {
  const type = args[0]?.type;
  if (type === undefined || isInteger(type)) return type && 'long';
  return type === 'real' || type === 'timespan' ? type : undefined;
};

export const mathFunctions: readonly FunctionRow[] = [
  binFunction('bin', 'K192'),
  binFunction('floor', 'KE-floor'),
  scalar({
    name: 'ceiling',
    case: 'KE-ceiling',
    docs: 'ceiling-function',
    parameters: ['number'],
    returns: typeOf(0),
    naming: 'first',
    evaluate: ([value]) => (typeof value === 'bigint' ? value : Math.ceil(value)),
  }),
  scalar({
    name: 'round',
    case: 'KE-round',
    docs: 'round-function',
    parameters: ['number', 'constant-integer?'],
    returns: typeOf(0),
    naming: 'first',
    evaluate: ([value, digits], call) => round(value, digits ?? 0n, call),
  }),
  scalar({
    name: 'abs',
    case: 'KE-abs',
    docs: 'abs-function',
    parameters: ['scalar'],
    returns: sizeType,
    naming: 'first',
    evaluate: ([value], call) => size(value, call),
  }),
];
