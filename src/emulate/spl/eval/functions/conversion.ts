import { type Atom, numberOf, numberText, textOf, type Value } from '../../value.ts';
import { argument, type Call, type Evaluate, type FunctionTable, refuseMulti, single } from '../function.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/ConversionFunctions';

function toNumber(call: Call): Evaluate {
  return single((value, base) => {
    if (base === undefined || numberOf(base) === 10) return numberOf(value) ?? null;
    const radix = numberOf(base);
    if (radix === undefined || !Number.isInteger(radix) || radix < 2 || radix > 36) return null;
    return inBase(textOf(value ?? ''), radix);
  })(call);
}

function inBase(text: string, radix: number): number | null {
  const digits = [...text.toLowerCase()].map((char) => (/[0-9a-z]/.test(char) ? Number.parseInt(char, 36) : radix));
  if (digits.length === 0 || digits.some((digit) => digit >= radix)) return null;
  return digits.reduce((sum, digit) => sum * radix + digit, 0);
}

const two = (number: number): string => String(number).padStart(2, '0');

function duration(total: number): string {
  const whole = Math.floor(total);
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
  return days > 0 ? `${days}+${clock}` : clock;
}

function commas(number: number): string {
  const [whole = '', fraction] = (Number.isInteger(number) ? String(number) : number.toFixed(2)).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const FORMATS = new Map<string, (number: number) => string | null>([
  ['hex', (number) => (Number.isInteger(number) && number >= 0 ? `0x${number.toString(16).toUpperCase()}` : null)],
  ['commas', (number) => (Math.abs(number) < 1e15 ? commas(number) : null)],
  ['duration', (number) => (number >= 0 ? duration(number) : null)],
]);

function formatted(value: Atom, format: Value, call: Call): Value {
  const number = numberOf(value);
  const make = typeof format === 'string' ? FORMATS.get(format) : undefined;
  if (!make) call.context.report('spl/unsupported', { what: 'this format of tostring' }, call.span);
  return make && number !== undefined ? make(number) : null;
}

function toText(call: Call): Evaluate {
  return (row) => {
    const value = argument(call, 0)(row);
    if (typeof value === 'boolean') return value ? 'True' : 'False';
    if (value === null) return null;
    if (typeof value === 'object') return refuseMulti(call);
    if (call.args.length > 1) return formatted(value, argument(call, 1)(row), call);
    return typeof value === 'number' ? numberText(value) : value;
  };
}

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/ConversionFunctions */
export const conversionFunctions: FunctionTable = {
  tonumber: { args: [1, 2], gives: 'value', case: 'O060', docs, build: toNumber },
  tostring: { args: [1, 2], gives: 'value', conditions: 'any', case: 'O061', docs, build: toText },
};
