import { expect, test } from 'vitest';
import { EqlParser } from './parser.ts';
import { tokenize } from './tokens.ts';

test('the grammar is unambiguous with one token of look-ahead', () => {
  expect(() => new EqlParser(false)).not.toThrow();
});

test('there is a token for every character', () => {
  const lost: string[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const char = String.fromCharCode(code);
    const { tokens, strays } = tokenize(`a${char}`);
    const end = Math.max(...[...tokens, ...strays].map((token) => token.startOffset + token.image.length));
    if (end !== (/[ \t\r\n]/.test(char) ? 1 : 2)) lost.push(code.toString(16));
  }
  expect(lost).toEqual([]);
});
