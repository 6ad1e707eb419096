import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutToMicros, exactMicros, microsOf, readInstant, renderInstant } from './instant.ts';

test('a time goes through text unchanged', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), (micros) => {
      expect(microsOf(renderInstant(micros))).toBe(micros);
    }),
  );
});

test('cutting goes back in time, before 1970 too', () => {
  expect([1_999n, -1n, -1_000n, -1_001n].map(cutToMicros)).toEqual([1n, -1n, -1n, -2n]);
});

test('says why a time is no timestamp', () => {
  expect(exactMicros(1n)).toBe('precision');
  expect(exactMicros(10n ** 21n)).toBe('range');
  expect(exactMicros(5_000n)).toBe(5n);
});

test('reads what engines write, and leaves what is no time', () => {
  expect(readInstant('2020-01-01 00:00:00.5+00')).toBe('2020-01-01T00:00:00.500Z');
  expect(readInstant('infinity')).toBe('infinity');
});
