import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDecimal } from './decimal.ts';

describe('plainDecimal', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [5, '5'],
    [-5n, '-5'],
    [0.1, '0.1'],
    [-1.5e-7, '-0.00000015'],
    [1e-7, '0.0000001'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [1e21, '1000000000000000000000'],
    [2 ** 60, '1152921504606846976'],
    [123456789012345678901234567890n, '123456789012345678901234567890'],
    [true, 'true'],
    [false, 'false'],
  ])('%s is %s', (value, text) => expect(plainDecimal(value)).toBe(text));

  test('reads back to the same number, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainDecimal(value);
        expect(text).toMatch(/^-?[0-9]+(\.[0-9]*[1-9])?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
