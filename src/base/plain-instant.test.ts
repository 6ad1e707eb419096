import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../test/seed.ts';
import { parseIso } from './instant.ts';

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

it('reads the plain spelling as it reads all others', () => {
  const part = (max: number) => fc.nat({ max });
  fc.assert(
    fc.property(
      fc.tuple(part(9999), part(13), part(32), part(24), part(60), part(60), part(999)),
      ([year, month, day, hour, minute, second, millis]) => {
        const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
        const time = `${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}`;
        const plain = `${date}T${time}.${digits(millis, 3)}Z`;
        // A fourth digit of the fraction keeps it from being plain.
        expect(parseIso(plain)).toBe(parseIso(plain.replace('Z', '0Z')));
      },
    ),
    { numRuns: runs(2000) },
  );
});

it('takes no other character for a digit', () => {
  const plain = '2026-01-28T10:20:30.123Z';
  for (const at of [0, 5, 9, 12, 15, 18, 20, 21, 22]) {
    for (const char of ['x', ':', '/', '-', '٣']) {
      const text = plain.slice(0, at) + char + plain.slice(at + 1);
      expect(parseIso(text), text).toBeUndefined();
    }
  }
});
