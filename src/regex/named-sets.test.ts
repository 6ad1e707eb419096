import { describe, expect, it } from 'vitest';
import { holds } from './char-set.ts';
import { unicodeProperty, unicodeWord } from './named-sets.ts';

describe('Unicode properties', () => {
  it.each(['L', 'Lu', 'C', 'Cs', 'Co', 'Script=Greek', 'White_Space'])(
    '%s holds the code points that V8 says',
    (name) => {
      const set = unicodeProperty(name) ?? [];
      const native = new RegExp(`^\\p{${name}}$`, 'u');
      const wrong: number[] = [];
      const edges = set.flatMap(({ from, to }) => [from - 1, from, to, to + 1]);
      const samples = Array.from({ length: 3000 }, (_, i) => i * 371);
      for (const code of [...edges, ...samples, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0x10ffff]) {
        if (code < 0 || code > 0x10ffff) continue;
        if (holds(set, code) !== native.test(String.fromCodePoint(code))) wrong.push(code);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('a script may be named alone, whatever its first letter', () => {
    expect(unicodeProperty('greek')).toEqual(unicodeProperty('Script=Greek'));
    expect(unicodeProperty('Klingon')).toBeUndefined();
    expect(unicodeProperty('L}|x')).toBeUndefined();
  });

  it('words are letters, marks, digits and connectors', () => {
    expect(Array.from('aé٣_\u0301-').map((char) => holds(unicodeWord(), char.codePointAt(0) ?? 0))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
