import { expect, it } from 'vitest';
import { allReadings, defaultReadings, readingNames, readingTable } from './readings.ts';

const other =
  (name: (typeof readingNames)[number]) =>
  (reading: typeof defaultReadings): boolean =>
    reading[name] !== readingTable[name].values[0];

it('the default answers every question with the first answer', () => {
  for (const name of readingNames) expect(defaultReadings[name]).toBe(readingTable[name].values[0]);
});

it('every pair of questions meets in all four combinations', () => {
  const all = allReadings();
  for (const a of readingNames) {
    for (const b of readingNames) {
      if (a === b) continue;
      const met = new Set(all.map((reading) => `${other(a)(reading)} ${other(b)(reading)}`));
      expect(met.size, `${a} and ${b}`).toBe(4);
    }
  }
});

it('each question is answered the other way alone', () => {
  const alone = allReadings().filter((reading) => readingNames.filter((name) => other(name)(reading)).length === 1);
  expect(alone.length).toBeGreaterThanOrEqual(readingNames.length);
});
