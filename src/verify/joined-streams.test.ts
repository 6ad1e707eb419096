import { describe, expect, test } from 'vitest';
import { js } from '../../backends/js/index.ts';
import { convertRule, isUsable, loadRules } from '../compile.ts';
import { SourceText } from '../text/source-text.ts';
import { compareStreams } from './compare-streams.ts';
import { alone, joinedStreams, type Stream, splitWay } from './joined-streams.ts';
import type { Hit, MatchWay } from './matches/answer.ts';
import { nothingToClose, type Runner, type Trial, type Usable } from './runner.ts';

function sequence(text: string): Usable {
  const [loaded] = loadRules(new SourceText('rule.eql', text)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${text}`);
  return loaded;
}

const LIMITED = sequence('sequence with maxspan=1m [process where true] [file where true]');
const UNLIMITED = sequence('sequence [process where true] [file where true]');

const event = (category: string, time: string) => ({ '@timestamp': time, event: { category } });
const streamOn = (day: string): Stream => [
  event('process', `2025-01-${day}T00:00:00Z`),
  event('file', `2025-01-${day}T00:00:01Z`),
];
const STREAMS = ['01', '02', '03'].map(streamOn);
/** What one stream begins, the next one ends. */
const OPEN: readonly Stream[] = STREAMS.flatMap(([first, second]) => [[first ?? {}], [second ?? {}]]);

const wayOf = (hits: readonly (readonly (number | null)[])[], absent: readonly number[] = []): MatchWay => ({
  name: 'way',
  conversion: convertRule(LIMITED, js),
  hits: hits.map((events): Hit => ({ events })),
  absent: new Set(absent),
});

/** A target that finds what it is told. */
const runnerOf = (find: (trial: Trial) => readonly (readonly number[])[]): Runner & { readonly runs: number[] } => {
  const runs: number[] = [];
  return {
    name: 'told',
    version: '1',
    runs,
    matches: (trial) => {
      runs.push(trial.events.length);
      return Promise.resolve({ ways: [wayOf(find(trial))] });
    },
    run: () => Promise.resolve({ ways: [] }),
    runAll: () => Promise.resolve([]),
    conversions: () => [],
    close: nothingToClose,
  };
};

describe('streams run at once', () => {
  test('are joined where the rule keeps them apart, and not where a match would reach over two of them', () => {
    expect(joinedStreams(LIMITED.rule, OPEN.slice(0, 1).concat(STREAMS)).map(({ streams }) => streams.length)).toEqual([
      4,
    ]);
    expect(joinedStreams(UNLIMITED.rule, OPEN).map(({ streams }) => streams.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('are not more than an output can be asked for', () => {
    const many = Array.from(
      { length: 400 },
      (_, at): Stream => [event('other', new Date(at * 86_400_000).toISOString())],
    );
    const sizes = joinedStreams(LIMITED.rule, many).map(({ events }) => events.length);
    expect(sizes).toEqual([300, 100]);
  });

  test('are given back what was found in each of them', () => {
    const [joined] = joinedStreams(LIMITED.rule, STREAMS);
    if (!joined) throw new Error('nothing joined');
    const parts = splitWay(
      joined,
      wayOf(
        [
          [0, 1],
          [4, null],
        ],
        [3],
      ),
    );
    expect(parts?.map(({ hits }) => hits.map(({ events }) => events))).toEqual([[[0, 1]], [], [[0, null]]]);
    expect(parts?.map(({ absent }) => [...absent])).toEqual([[], [1], []]);
    expect(splitWay(joined, wayOf([[1, 2]]))).toBeUndefined();
    expect(splitWay(joined, wayOf([[-1, 2]]))).toBeUndefined();
    expect(alone(joined.streams).map(({ events }) => events)).toEqual(STREAMS);
  });
});

describe('an output over joined streams', () => {
  test('that says what the rule says is run once', async () => {
    const runner = runnerOf(({ events }) => events.flatMap((_, at) => (at % 2 === 0 ? [[at, at + 1]] : [])));
    const found = await compareStreams(LIMITED, js, runner, STREAMS);
    expect([found.status, found.held, found.differences, runner.runs]).toEqual(['exact', 6, [], [6]]);
  });

  test('is run over a stream alone where it differs there', async () => {
    const runner = runnerOf(({ events }) => events.flatMap((_, at) => (at % 4 === 0 ? [[at, at + 1]] : [])));
    const found = await compareStreams(LIMITED, js, runner, STREAMS);
    // It misses the second of three; alone it finds each: only all of them show it.
    expect(runner.runs).toEqual([6, 2]);
    expect(found.status).toBe('unannounced');
    expect(found.differences.map(({ place, stream }) => [place, stream?.events.length, stream?.missed])).toEqual([
      [0, 6, ['2,3']],
    ]);
  });

  test('that finds what reaches over two of them is run over each, and shown over all where none shows it alone', async () => {
    const crossing = runnerOf(({ events }) =>
      events.length > 2
        ? [
            [0, 1],
            [2, 3],
            [4, 5],
            [1, 2],
          ]
        : [[0, 1]],
    );
    const found = await compareStreams(LIMITED, js, crossing, STREAMS);
    expect(crossing.runs).toEqual([6, 2, 2, 2]);
    expect(found.differences.map(({ place, stream }) => [place, stream?.extra])).toEqual([[0, ['1,2']]]);
    const always = runnerOf(() => []);
    const missed = await compareStreams(LIMITED, js, always, STREAMS);
    expect(always.runs).toEqual([6, 2, 2, 2]);
    expect(missed.differences.map(({ place, stream }) => [place, stream?.missed])).toEqual([
      [0, ['0,1']],
      [1, ['0,1']],
      [2, ['0,1']],
    ]);
  });
});
