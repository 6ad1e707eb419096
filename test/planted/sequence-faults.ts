import { TRUE } from '../../src/ir/build.ts';
import type { SequenceQuery, Step } from '../../src/ir/query.ts';
import type { TextFault } from './event-faults.ts';

/** Sequences that faults are planted in, over the random streams of test/stateful. */
export const SEQUENCES = {
  plain: 'sequence by stream, key with maxspan=2s [any where s0 == "y"] [any where s1 == "y"]',
  'three steps': 'sequence by stream with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] [any where s2 == "y"]',
  until: 'sequence by stream with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] until [any where u == "y"]',
  again: 'sequence by stream with maxspan=5s [any where s0 == "y"] [any where s0 == "y"] [any where s0 == "y"]',
  gap: 'sequence by stream with maxspan=5s [any where s1 == "y"] ![any where s3 == "y"] [any where s2 == "y"]',
} as const;

export type SequenceName = keyof typeof SEQUENCES;

type QueryChange = (query: SequenceQuery) => SequenceQuery;

const everyStep =
  (change: (step: Step) => Step): QueryChange =>
  ({ until, ...query }) => ({ ...query, steps: query.steps.map(change), ...(until && { until: change(until) }) });

const span =
  (change: (nanos: bigint) => bigint): QueryChange =>
  (query) => ({ ...query, ...(query.maxspan !== undefined && { maxspan: change(query.maxspan) }) });

/** A millisecond: what every target tells apart. */
const LEAST = 1_000_000n;

export const QUERY = {
  'wrong order of steps': (query) => ({ ...query, steps: [...query.steps].reverse() }),
  'last step lost': (query) => ({ ...query, steps: query.steps.slice(0, -1) }),
  'missing key condition': everyStep((step) => ({ ...step, keys: step.keys.slice(0, -1) })),
  'null joins null': everyStep((step) => ({ ...step, keys: step.keys.map((key) => ({ ...key, optional: true })) })),
  '< for <= in maxspan': span((nanos) => nanos - LEAST),
  'maxspan in another unit': span((nanos) => nanos * 60n),
  'maxspan lost': ({ maxspan: _, ...query }) => query,
  'until lost': ({ until: _, ...query }) => query,
  'missing step lost': (query) => ({ ...query, steps: query.steps.filter(({ missing }) => !missing) }),
  'condition of a step lost': (query) => ({
    ...query,
    steps: query.steps.map((step, at) => (at === 1 ? { ...step, filter: { ...step.filter, condition: TRUE } } : step)),
  }),
} as const satisfies Readonly<Record<string, QueryChange>>;

export interface SequenceFault {
  /** The mistake. */
  readonly id: string;
  readonly target: string;
  readonly rule: SequenceName;
  readonly change: TextFault | keyof typeof QUERY;
}

const text =
  (target: string) =>
  (id: string, rule: SequenceName, from: string | RegExp, to: string): SequenceFault => ({
    id,
    target,
    rule,
    change: { from, to },
  });
const [kusto, splunk, duckdb, sqlite] = [text('kusto'), text('splunk'), text('sql:duckdb'), text('sql:sqlite')];
const noScan = text('kusto --no-scan');

/** What each of these targets is asked with every change of the query that the rule shows. */
const SHOWN: readonly (readonly [keyof typeof QUERY, SequenceName])[] = [
  ['wrong order of steps', 'plain'],
  ['last step lost', 'three steps'],
  ['missing key condition', 'plain'],
  ['null joins null', 'plain'],
  ['< for <= in maxspan', 'plain'],
  ['maxspan in another unit', 'three steps'],
  ['until lost', 'until'],
  ['condition of a step lost', 'three steps'],
];

/** Translation faults in outputs of sequences. */
export const SEQUENCE_FAULTS: readonly SequenceFault[] = [
  ...['js', 'kusto', 'kusto --no-scan', 'splunk', 'sql:duckdb', 'sql:sqlite'].flatMap((target) =>
    SHOWN.map(([change, rule]): SequenceFault => ({ id: change, target, rule, change })),
  ),
  { id: 'missing step lost', target: 'js', rule: 'gap', change: 'missing step lost' },
  { id: 'missing step lost', target: 'kusto', rule: 'gap', change: 'missing step lost' },
  { id: 'maxspan lost', target: 'js', rule: 'plain', change: 'maxspan lost' },
  kusto('< for <= in the emitted comparison', 'plain', '<= maxspan', '< maxspan'),
  kusto('key of a step not compared', 'plain', /Key == s1\.Key and /, ''),
  kusto('until off by one', 'until', 'Ended == s1.Ended', 'Ended <= s1.Ended + 1'),
  kusto('a match is begun once and used twice', 'until', /(and s\d\.Begun != s1\.Row)/g, ''),
  kusto('the step that is full first', 'again', 'Step desc', 'Step asc'),
  kusto('the events out of order', 'plain', 'Time asc', 'Time desc'),
  kusto('join of the default kind', 'gap', /join kind=inner/g, 'join'),
  noScan('< for <= in the emitted comparison', 'plain', '<= maxspan', '< maxspan'),
  noScan('key of a step not compared', 'plain', /next\(Key\) == Key and /, ''),
  noScan('a newer match counts as an event', 'plain', 'next(Kind) == 1 and ', ''),
  noScan('until before the match that it ends', 'until', '(until | extend Kind = 3)', '(until | extend Kind = 0)'),
  noScan('until before the event that goes on', 'until', '(until | extend Kind = 3)', '(until | extend Kind = 1)'),
  noScan('an event goes on with itself', 'again', /Kind asc/g, 'Kind desc'),
  noScan('the span from the step before', 'three steps', /next\(Time\) - Time1/g, 'next(Time) - Time'),
  noScan('the events out of order', 'plain', 'Time asc', 'Time desc'),
  noScan('join of the default kind', 'gap', /join kind=inner/g, 'join'),
  splunk('< for <= in the emitted comparison', 'plain', '<=2', '<2'),
  splunk('until does not end a match', 'until', 'until=1, 0, ', ''),
  splunk('a key left out', 'plain', / BY stream,? key/g, ' BY stream'),
  splunk('an event waits for itself', 'plain', 'current=f', 'current=t'),
  duckdb('< for <= in the emitted comparison', 'plain', 'next_time <= first_time', 'next_time < first_time'),
  duckdb('a key left out', 'plain', /PARTITION BY key_1, key_2/g, 'PARTITION BY key_1'),
  duckdb('the events out of order', 'plain', /ORDER BY event_time/, 'ORDER BY -epoch_us(event_time)'),
  sqlite('< for <= in the emitted comparison', 'plain', 'next_time <= first_time', 'next_time < first_time'),
  sqlite('until does not end a match', 'until', /3, place/, '0, place'),
  sqlite('the events out of order', 'plain', /ORDER BY place, role/, 'ORDER BY place DESC, role'),
];
