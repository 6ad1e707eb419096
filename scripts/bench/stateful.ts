import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { js } from '../../backends/js/index.ts';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runNode } from './child.ts';
import { duckdbSequence } from './duckdb.ts';
import type { Section } from './section.ts';

const RULE = `sequence by host.id with maxspan=5m
  [process where event.type == "start" and process.name : "cmd.exe"]
  [network where destination.port == 443]
  [file where file.extension in~ ("exe", "dll")]`;

const KEYS = 10_000;
/** To reach: events a second in one thread, MB at the peak. */
const GOALS = { rate: 500_000, memory: 300 };

/**
 * A program that pushes events, nested and with ISO times, of which `dense` of a hundred fit a step: made one by one (`made`), or read from the lines
 * of a file (`lines`), which it writes when asked to (`write`). Making one costs little, so that what is measured is the matcher.
 */
const driver = `
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import createMatcher from './rule.mjs';
const [, , result, source, count, keys, dense, pushes] = process.argv;
let state = 42;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * below);
};
const fitting = [
  (time, host) => ({ '@timestamp': time, event: { category: ['process'], type: ['start'] }, host, process: { name: 'CMD.exe', pid: 7 } }),
  (time, host) => ({ '@timestamp': time, event: { category: ['network'], type: ['start'] }, host, destination: { ip: '10.0.0.1', port: 443 } }),
  (time, host) => ({ '@timestamp': time, event: { category: ['file'], type: ['creation'] }, host, file: { name: 'a.DLL', extension: 'DLL' } }),
];
const others = [
  (time, host) => ({ '@timestamp': time, event: { category: ['process'], type: ['end'] }, host, process: { name: 'svchost.exe', pid: 7 } }),
  (time, host) => ({ '@timestamp': time, event: { category: ['network'], type: ['start'] }, host, destination: { ip: '10.0.0.1', port: 53 } }),
  (time, host) => ({ '@timestamp': time, event: { category: ['file'], type: ['creation'] }, host, file: { name: 'a.txt', extension: 'txt' } }),
];
let second = Date.UTC(2026, 0, 1);
let millis = 0;
let written = new Date(second).toISOString().slice(0, 20);
const rests = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0') + 'Z');
const make = () => {
  millis += random(3);
  if (millis > 999) {
    millis -= 1000;
    second += 1000;
    written = new Date(second).toISOString().slice(0, 20);
  }
  const event = (random(100) < Number(dense) ? fitting : others)[random(3)];
  return event(written + rests[millis], { id: 'host-' + random(Number(keys)), name: 'h' });
};
const matcher = createMatcher();
let matches = 0;
const take = pushes === 'yes' ? (event) => { matches += matcher.push(event).length; } : () => undefined;
const takeLines = () => {
  const file = openSync(result + '.ndjson', 'r');
  const chunk = Buffer.alloc(65536);
  let rest = '';
  for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
    const lines = (rest + chunk.latin1Slice(0, size)).split('\\n');
    rest = lines.pop();
    for (const line of lines) take(JSON.parse(line));
  }
  closeSync(file);
};
const writeLines = () => {
  const file = openSync(result + '.ndjson', 'w');
  for (let i = 0; i < Number(count); i += 1000)
    writeSync(file, Array.from({ length: 1000 }, () => JSON.stringify(make()) + '\\n').join(''));
  closeSync(file);
};
const since = process.cpuUsage();
if (source === 'write') writeLines();
else if (source === 'lines') takeLines();
else for (let i = 0; i < Number(count); i++) take(make());
matches += matcher.flush().length;
const { user, system } = process.cpuUsage(since);
writeFileSync(result, JSON.stringify({ matches, cpu: (user + system) / 1000 }));
`;

interface Run {
  readonly matches: number;
  /** Milliseconds of CPU, of the stream alone, all threads of the collector included. */
  readonly cpu: number;
  /** In MB, of the whole process. */
  readonly peak: number;
}

interface Stream {
  readonly source: 'made' | 'lines';
  readonly count: number;
  readonly dense: number;
}

/** Each is run so often, and the fastest counts: another program can only slow one down. */
const RUNS = 3;

function once(folder: string, source: Stream['source'] | 'write', stream: Stream, pushes: 'yes' | 'no'): Run {
  const result = join(folder, 'result.json');
  const { count, dense } = stream;
  const args = [join(folder, 'driver.mjs'), result, source, String(count), String(KEYS), String(dense), pushes];
  const { peak } = runNode(args);
  return { ...(JSON.parse(readFileSync(result, 'utf8')) as Omit<Run, 'peak'>), peak };
}

/** A stream through the matcher, and the same without it. */
interface Measured {
  readonly run: Run;
  /** Milliseconds of CPU that the events take without a matcher. */
  readonly events: number;
}

function measured(folder: string, stream: Stream): Measured {
  if (stream.source === 'lines') once(folder, 'write', stream, 'no');
  const fastest = (pushes: 'yes' | 'no'): Run =>
    Array.from({ length: RUNS }, () => once(folder, stream.source, stream, pushes)).reduce((best, run) =>
      run.cpu < best.cpu ? run : best,
    );
  return { run: fastest('yes'), events: fastest('no').cpu };
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en');

function row({ source, count, dense }: Stream, { run, events }: Measured): void {
  const rate = (cpu: number): string => grouped(count / (cpu / 1000)).padStart(11);
  const cells = [
    grouped(count).padStart(9),
    `${dense} %`.padStart(6),
    source.padStart(7),
    String(run.matches).padStart(8),
    `${Math.round(run.cpu)} ms`.padStart(8),
    rate(run.cpu),
    rate(run.cpu - events),
    rate(events),
    `${Math.round(run.peak)} MB`.padStart(7),
  ];
  console.log(cells.join(' '));
}

/** How what the matcher takes grows with the number of events. */
function growth(all: readonly (readonly [Stream, Measured])[]): void {
  const [first] = all;
  if (!first) return;
  const own = ({ run, events }: Measured): number => run.cpu - events;
  const order = (count: number): number => count * Math.log(count);
  console.log('   events   matcher ÷ first  n log n');
  for (const [{ count }, taken] of all) {
    const cells = [
      grouped(count).padStart(9),
      `${Math.round(own(taken))} ms`.padStart(9),
      (own(taken) / own(first[1])).toFixed(1).padStart(7),
      (order(count) / order(first[0].count)).toFixed(1).padStart(8),
    ];
    console.log(cells.join(' '));
  }
}

/** The module that `js` writes, on a stream that is made as it is read. */
function jsMatcher(folder: string): void {
  const [loaded] = loadRules(new SourceText('bench.eql', RULE)).rules.filter(isUsable);
  if (!loaded) throw new Error('the rule of the benchmark does not read');
  writeFileSync(join(folder, 'rule.mjs'), convertRule(loaded, js).text ?? '');
  writeFileSync(join(folder, 'driver.mjs'), driver);
  console.log(
    `js, 3 steps, maxspan 5 minutes, ${KEYS.toLocaleString('en')} keys; one thread, no event held; the fastest of ${RUNS}`,
  );
  console.log('             fit  events  matches      CPU  in all /s matcher /s  events /s    peak');
  const shown = (stream: Stream): readonly [Stream, Measured] => {
    const taken = measured(folder, stream);
    row(stream, taken);
    return [stream, taken];
  };
  const made = (count: number, dense: number): Stream => ({ source: 'made', count, dense });
  for (const dense of [1, 50]) shown(made(1_000_000, dense));
  const growing = [100_000, 300_000, 1_000_000].map((count) => shown(made(count, 10)));
  shown({ source: 'lines', count: 300_000, dense: 10 });
  console.log(
    `to reach: ${grouped(GOALS.rate)} in all /s, ${GOALS.memory} MB. matcher /s leaves out what the events take by themselves (events /s): made as they are read, or parsed from lines of JSON`,
  );
  growth(growing);
  console.log('to reach: no more than n log n');
}

/** Rules over several events. */
export const stateful: Section = {
  id: 'stateful',
  title: 'a three-step sequence over a million events',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isorule-stateful-'));
    try {
      jsMatcher(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await duckdbSequence();
  },
};
