import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints, fold } from './scalar.ts';

test('no letter changes its length, so that positions in folded text are positions in the text', () => {
  const changed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = String.fromCodePoint(code);
    if (fold(text, 'simple').length !== text.length) changed.push(text);
  }
  expect(changed).toEqual([]);
});

test('each rule folds what it says', () => {
  expect(fold('AÄ', 'exact')).toBe('AÄ');
  expect(fold('AÄ', 'ascii')).toBe('aÄ');
  expect(fold('AÄ\u212a', 'simple')).toBe('aä\u212a');
});

test('order is by code point, lone surrogates included', () => {
  const units = fc.constantFrom('a', '\ud83d', '\ude00', '\ue000', '\uffff', '\u{1f600}');
  const text = fc.array(units, { maxLength: 5 }).map((parts) => parts.join(''));
  const codes = (value: string) => Array.from(value, (char) => char.codePointAt(0) ?? 0);
  const plain = (a: readonly number[], b: readonly number[]): number => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
    }
    return a.length - b.length;
  };
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(plain(codes(a), codes(b))));
    }),
  );
});
