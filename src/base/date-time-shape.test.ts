import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/seed.ts';
import { DIGITS_OF, isDateTime, isWrittenPart } from './date-time-shape.ts';
import { civilOfIso } from './instant.ts';

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
const number = (max: number, width: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max }).map((value) => digits(value, width));

const written = fc
  .tuple(
    fc.tuple(number(9999, 4), number(13, 2), number(32, 2)),
    fc.option(fc.tuple(fc.constantFrom('T', ' '), number(25, 2), number(61, 2)), { nil: undefined }),
    fc.constantFrom('', ':07', ':59.5', ':60', ':07.123456789012'),
    fc.constantFrom('', 'Z', ' Z', '+05:00', '-0330', '+15:00', '  Z', ' '),
  )
  .map(([day, time, rest, zone]) => `${day.join('-')}${time ? `${time[0]}${time[1]}:${time[2]}${rest}${zone}` : zone}`);

test('what has the shape is a date-time of the calendar, and its digits are its parts', () => {
  let found = 0;
  fc.assert(
    fc.property(written, (text) => {
      const civil = civilOfIso(text);
      if (!isDateTime(text)) return;
      found++;
      for (const [part, { from, length }] of Object.entries(DIGITS_OF))
        if (isWrittenPart(part)) expect(Number(text.slice(from, from + length)), text).toBe(civil?.[part]);
    }),
    { numRuns: runs(2000), seed: 3 },
  );
  expect(found).toBeGreaterThan(runs(200));
});

test('every day of the calendar has the shape, and no other day', () => {
  for (const year of [1, 1900, 2000, 2023, 2024, 2100, 2400, 9999])
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= 31; day++) {
        const text = [digits(year, 4), digits(month, 2), digits(day, 2)].join('-');
        expect(isDateTime(text), text).toBe(civilOfIso(text) !== undefined);
      }
});

test.each(['', '0000-03-04', '2024-06', '20240612', '1718162107000', '2024-06-12T03', '2024-06-12\n'])(
  '%j has not the shape',
  (text) => {
    expect(isDateTime(text)).toBe(false);
  },
);
