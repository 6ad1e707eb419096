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

/** A program that makes events one by one, nested and with ISO times, and pushes them; `dense` of a hundred fit a step. */
const driver = `
import { writeFileSync } from 'node:fs';
import createMatcher from './rule.mjs';
const [, , result, count, keys, dense, pushes] = process.argv;
let state = 42;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * below);
};
const KINDS = [
  () => ({ category: 'process', type: 'start', process: { name: 'CMD.exe', pid: 7 } }),
  () => ({ category: 'network', type: 'start', destination: { ip: '10.0.0.1', port: 443 } }),
  () => ({ category: 'file', type: 'creation', file: { name: 'a.DLL', extension: 'DLL' } }),
];
const OTHERS = [
  () => ({ category: 'process', type: 'end', process: { name: 'svchost.exe', pid: 7 } }),
  () => ({ category: 'network', type: 'start', destination: { ip: '10.0.0.1', port: 53 } }),
  () => ({ category: 'file', type: 'creation', file: { name: 'a.txt', extension: 'txt' } }),
];
let at = Date.UTC(2026, 0, 1);
const make = () => {
  at += random(3);
  const { category, type, ...rest } = (random(100) < Number(dense) ? KINDS : OTHERS)[random(3)]();
  const host = { id: 'host-' + random(Number(keys)), name: 'h' };
  return { '@timestamp': new Date(at).toISOString(), event: { category: [category], type: [type] }, host, ...rest };
};
const matcher = createMatcher();
let matches = 0;
const since = process.cpuUsage();
for (let i = 0; i < Number(count); i++) {
  const event = make();
  if (pushes === 'yes') matches += matcher.push(event).length;
}
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

function stream(folder: string, count: number, dense: number, pushes: 'yes' | 'no'): Run {
  const result = join(folder, 'result.json');
  const { peak } = runNode([join(folder, 'driver.mjs'), result, String(count), String(KEYS), String(dense), pushes]);
  return { ...(JSON.parse(readFileSync(result, 'utf8')) as Omit<Run, 'peak'>), peak };
}

function row(folder: string, count: number, dense: number): void {
  const floor = stream(folder, count, dense, 'no');
  const run = stream(folder, count, dense, 'yes');
  const rate = (cpu: number): string =>
    Math.round(count / (cpu / 1000))
      .toLocaleString('en')
      .padStart(11);
  const cells = [
    count.toLocaleString('en').padStart(9),
    `${dense} %`.padStart(6),
    String(run.matches).padStart(8),
    `${Math.round(run.cpu)} ms`.padStart(8),
    rate(run.cpu),
    rate(run.cpu - floor.cpu),
    `${Math.round(run.peak)} MB`.padStart(7),
  ];
  console.log(cells.join(' '));
}

/** The module that `js` writes, on a stream that is made as it is read. */
function jsMatcher(folder: string): void {
  const [loaded] = loadRules(new SourceText('bench.eql', RULE)).rules.filter(isUsable);
  if (!loaded) throw new Error('the rule of the benchmark does not read');
  writeFileSync(join(folder, 'rule.mjs'), convertRule(loaded, js).text ?? '');
  writeFileSync(join(folder, 'driver.mjs'), driver);
  console.log(
    `js, 3 steps, maxspan 5 minutes, ${KEYS.toLocaleString('en')} keys; one thread, events made as they are read`,
  );
  console.log('   events    fit  matches      CPU    events/s  matcher/s    peak');
  for (const dense of [1, 10, 50]) row(folder, 1_000_000, dense);
  row(folder, 100_000, 10);
  console.log(
    `to reach: ${GOALS.rate.toLocaleString('en')} events/s, ${GOALS.memory} MB. matcher/s leaves out what making the events takes`,
  );
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
