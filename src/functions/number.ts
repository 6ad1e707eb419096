import { type Argument, finite, textOf, wholeOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';

/** The value of digits in a base up to 36, halved so that long texts stay below quadratic time. */
function digitsValue(digits: string, base: number): bigint {
  if (base === 10) return BigInt(digits);
  if (base === 16) return BigInt(`0x${digits}`);
  if (digits.length <= 8) return BigInt(Number.parseInt(digits, base));
  const middle = digits.length >> 1;
  const low = digits.slice(middle);
  return digitsValue(digits.slice(0, middle), base) * BigInt(base) ** BigInt(low.length) + digitsValue(low, base);
}

/** The digits of a whole number in a base, without the `0x` that base 16 allows and base 10 takes for base 16. */
function wholeValue(body: string, base: number): bigint | null {
  const hex = (base === 10 || base === 16) && /^0x/i.test(body);
  const used = hex ? 16 : base;
  const digits = (hex ? body.slice(2) : body).toLowerCase();
  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, used);
  if (digits === '' || [...digits].some((digit) => !known.includes(digit))) return null;
  return digitsValue(digits, used);
}

/** The number that a text spells, in a base from 2 to 36; with a decimal point (base 10 only) a real one. */
function number(source: Argument, base: Argument): bigint | number | null {
  const text = textOf(source);
  const used = Number(wholeOf(base ?? 10n));
  const [, sign = '', body] = /^[ \t\r\n]*([+-]?)([0-9a-z.+-]+)[ \t\r\n]*$/i.exec(text ?? '') ?? [];
  if (body === undefined || used < 2 || used > 36) return null;
  if (used === 10 && /^(?=\.?[0-9])[0-9]*\.[0-9]*(?:e[+-]?[0-9]+)?$/i.test(body)) return finite(Number(sign + body));
  const whole = wholeValue(body, used);
  return whole !== null && sign === '-' ? -whole : whole;
}

export const spec: FunctionSpec = {
  id: 'number',
  eqlName: 'number',
  folds: false,
  doc: 'The number that a text spells: decimal, hexadecimal after `0x`, or in the given base (2 to 36); with a decimal point a real number. A sign and outer blanks are allowed. Absent if it is no number; an absent base is 10.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'base', type: 'integer', optional: true, constant: true },
  ],
  returns: 'number',
  source: 'Elastic EQL function reference, "number"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, base]) => number(source, base),
  examples: [
    { args: ['1337'], gives: 1337n },
    { args: ['  1337\t'], gives: 1337n },
    { args: ['42.5'], gives: 42.5 },
    { args: ['-3.14', 10n], gives: -3.14 },
    { args: ['.5'], gives: 0.5 },
    { args: ['5.'], gives: 5 },
    { args: ['1.5e3'], gives: 1500 },
    { args: ['1e3'], gives: null, why: 'without a point it is a whole number' },
    { args: ['.'], gives: null },
    { args: ['+314'], gives: 314n },
    { args: ['0x1337'], gives: 4919n },
    { args: ['-0XfF'], gives: -255n },
    { args: ['0x1337', 16n], gives: 4919n },
    { args: ['deadbeef', 16n], gives: 3735928559n },
    { args: ['052403', 8n], gives: 21763n },
    { args: ['0x10', 8n], gives: null },
    { args: ['98', 8n], gives: null },
    { args: ['1234567890123456789', 13n], gives: 131978914988456808450n },
    { args: ['1.5', 16n], gives: null },
    { args: ['11', 1n], gives: null },
    { args: ['1337', null], gives: 1337n },
    { args: ['123456789012345678901234567890'], gives: 123456789012345678901234567890n },
    { args: [''], gives: null },
    { args: ['0x'], gives: null },
    { args: ['--1'], gives: null },
    { args: ['twelve'], gives: null },
    { args: [null, 16n], gives: null },
  ],
};
