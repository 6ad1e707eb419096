import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonTextOf } from './json-text.ts';

test('writes what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
      expect(jsonTextOf(value)).toBe(JSON.stringify(value));
    }),
  );
});

test('writes a bigint in all its digits, and leaves out what is not there', () =>
  expect(jsonTextOf({ a: [2n ** 64n, undefined], b: undefined })).toBe('{"a":[18446744073709551616,null]}'));

test('gives nothing for what JSON can not say, and for what is too deep', () => {
  expect(jsonTextOf([Number.POSITIVE_INFINITY])).toBeUndefined();
  expect(jsonTextOf({ a: { b: Number.NaN } })).toBeUndefined();
  expect(jsonTextOf([[[]]], 2)).toBeUndefined();
  expect(jsonTextOf([[[]]], 3)).toBe('[[[]]]');
});
