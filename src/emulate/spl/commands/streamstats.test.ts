import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSpl } from '../run.ts';
import type { SplRow } from '../value.ts';

const rows = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 20 }),
      k: fc.constantFrom('a', 'b', 'c'),
      x: fc.option(fc.integer({ min: 0, max: 9 })),
    }),
    { maxLength: 25 },
  )
  .map((list) => {
    let time = 0;
    return list.map(({ step, k, x }, i): SplRow => {
      time += step;
      return { id: i, _time: time, k, ...(x !== null && { x: String(x) }) };
    });
  });

const AGGREGATES =
  'count AS c count(x) AS cx dc(x) AS d sum(x) AS s max(x) AS mx min(x) AS mn first(x) AS f last(x) AS l values(x) AS v list(x) AS li range(x) AS r avg(x) AS a median(x) AS md';
const NAMES = [...AGGREGATES.matchAll(/AS (\w+)/g)].map(([, name]) => name ?? '');

const pick = (row: SplRow | undefined): unknown => NAMES.map((name) => row?.[name]);

/** What streamstats gives a row is what stats gives the rows of its group in its window. */
function holds(options: string, input: readonly SplRow[], windowOf: (at: number) => readonly SplRow[]): void {
  const streamed = runSpl(`| streamstats ${options} ${AGGREGATES} BY k`, input);
  expect(streamed.diagnostics).toEqual([]);
  for (const [at, row] of streamed.rows.entries()) {
    const group = windowOf(at).filter((other) => other.k === row.k);
    expect(pick(row), `row ${at}`).toEqual(pick(runSpl(`| stats ${AGGREGATES}`, group).rows[0]));
  }
}

const check = (options: string, windowOf: (input: readonly SplRow[], at: number) => readonly SplRow[]): void => {
  fc.assert(
    fc.property(rows, (input) => holds(options, input, (at) => windowOf(input, at))),
    { numRuns: 60 },
  );
};

const time = (row: SplRow | undefined): number => Number(row?._time);
const groupUpTo = (input: readonly SplRow[], end: number, at: number): readonly SplRow[] =>
  input.slice(0, end).filter((row) => row.k === input[at]?.k);

it('runs over all rows so far', () => check('', (input, at) => input.slice(0, at + 1)));
it('leaves the row itself out with current=f', () => check('current=f', (input, at) => input.slice(0, at)));
it('shares a window among groups', () => check('window=3', (input, at) => input.slice(Math.max(0, at - 2), at + 1)));
it('shares a window of rows before', () =>
  check('current=f window=3', (input, at) => input.slice(Math.max(0, at - 3), at)));
it('has a window for each group with global=f', () =>
  check('window=3 global=f', (input, at) => groupUpTo(input, at + 1, at).slice(-3)));
it('has a window of rows before for each group', () =>
  check('window=3 global=f current=f', (input, at) => groupUpTo(input, at, at).slice(-3)));
it('has windows of time', () =>
  check('time_window=30s', (input, at) => input.slice(0, at + 1).filter((row) => time(input[at]) - time(row) <= 30)));
it('has windows of time without the row itself', () =>
  check('time_window=30s current=f', (input, at) =>
    input.slice(0, at).filter((row) => time(input[at]) - time(row) <= 30),
  ));
