import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDecimal } from './plain-decimal.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [1.5, '1.5'],
  [1e21, '1000000000000000000000'],
  [2 ** 60, '1152921504606846976'],
  [-1.25e-9, '-0.00000000125'],
  [2n ** 70n, '1180591620717411303424'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
])('%s', (value, text) => expect(plainDecimal(value)).toBe(text));

test('reads back to the same number, without an exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(plainDecimal(value)).toMatch(/^-?\d+(?:\.\d+)?$/);
      expect(Number(plainDecimal(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});
