import { convert, isOtherDateText } from '../convert.ts';
import { dynamicText, parseJson } from '../dynamic.ts';
import type { Dynamic, KustoType, Value } from '../types.ts';
import { type CallContext, type FunctionRow, type Kind, type ScalarFunction, scalar } from './row.ts';

function converted(value: Value, to: KustoType, call: CallContext): Value {
  const from = call.types[0] ?? 'string';
  const result = convert(value, from, to);
  const unread = to === 'datetime' && result === null && typeof value === 'string' && isOtherDateText(value);
  if (result === undefined) call.session.report('kusto/undocumented', { what: `a ${from} as a ${to}` }, call.at);
  else if (unread) call.session.report('kusto/bad-literal', { type: to, text: value }, call.at);
  return result ?? null;
}

function conversion(name: string, to: KustoType, id: string, from: Kind = 'scalar'): ScalarFunction {
  return scalar({
    name,
    case: id,
    docs: `${name}-function`,
    parameters: [from],
    returns: to,
    naming: 'first',
    evaluate: ([value], call) => converted(value as Value, to, call),
  });
}

/** The JSON of a text; a text that is none stays a text (query/parse-json-function). */
function jsonOfText(value: Dynamic, call: CallContext): Value {
  if (call.types[0] === 'dynamic' && typeof value !== 'string') return value;
  const text = dynamicText(value);
  return text === '' ? null : (parseJson(text) ?? text);
}

const json = (name: string, id: string): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: 'parse-json-function',
    parameters: ['json'],
    returns: 'dynamic',
    naming: 'first',
    evaluate: ([value], call) => jsonOfText(value, call),
  });

export const conversionFunctions: readonly FunctionRow[] = [
  conversion('tostring', 'string', 'K098'),
  conversion('tolong', 'long', 'K189'),
  conversion('toint', 'int', 'K186'),
  conversion('toreal', 'real', 'KE-toreal'),
  conversion('todouble', 'real', 'KE-todouble'),
  conversion('tobool', 'bool', 'K188'),
  conversion('todatetime', 'datetime', 'KE-todatetime'),
  conversion('totimespan', 'timespan', 'KE-totimespan'),
  conversion('toguid', 'guid', 'KE-toguid', 'json'),
  json('parse_json', 'K097'),
  json('todynamic', 'KE-todynamic'),
];
