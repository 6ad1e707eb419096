import { expect, test } from 'vitest';
import { fold } from './scalar.ts';

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
