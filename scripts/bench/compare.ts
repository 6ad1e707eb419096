import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { backends } from '../../backends/index.ts';
import { isUsable, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Comparison } from '../../src/verify/compare.ts';
import { generateEvents } from '../../src/verify/generate/generate-events.ts';
import { closeLanes, compareRule, type Lane, openLanes } from '../../src/verify/lanes.ts';
import { isEventRule } from '../../src/verify/oracle.ts';
import type { Usable } from '../../src/verify/runner.ts';
import { runNode } from './child.ts';
import { corpusText, rowsOf } from './corpus.ts';
import type { Section } from './section.ts';

interface Row {
  readonly path: string;
  readonly toml: string;
}

const FILE = 'elastic/eql_rules.ndjson';
const CLI = 'dist/cli.js';
const TARGETS = ['splunk', 'kusto', 'sql:duckdb', 'sql:sqlite', 'js'] as const;
/** To reach, in seconds: one rule from the command line, the whole corpus. */
const GOALS = { rule: 2, corpus: 300 };
const COLD_RUNS = 5;
const SEED = 1;

interface Sized {
  readonly row: Row;
  readonly rule: Usable;
  readonly size: number;
}

/** The event rules of the corpus, by the length of their files: the one in the middle is the median rule. */
function eventRules(rows: readonly Row[]): readonly Sized[] {
  return rows
    .flatMap((row) =>
      loadRules(new SourceText(row.path, row.toml))
        .rules.filter(isUsable)
        .filter(({ rule }) => isEventRule(rule))
        .map((rule) => ({ row, rule, size: row.toml.length })),
    )
    .sort((a, b) => a.size - b.size);
}

const verdict = (name: string, seconds: number, goal: number): void =>
  console.log(
    `${name.padEnd(56)} ${seconds.toFixed(2).padStart(8)} s  (under ${goal}: ${seconds < goal ? 'reached' : 'NOT REACHED'})`,
  );

/** The median rule by the built command, each run in a process of its own. */
function cold({ row }: Sized): void {
  const folder = mkdtempSync(join(tmpdir(), 'isorule-bench-'));
  try {
    const file = join(folder, basename(row.path));
    writeFileSync(file, row.toml);
    const runs = Array.from({ length: COLD_RUNS }, () => runNode([CLI, 'compare', file, '--to', TARGETS.join(',')]));
    if (runs.some(({ status }) => status !== 0)) throw new Error(`${row.path}: compare ends with ${runs[0]?.status}`);
    const times = runs.map(({ wall }) => wall / 1000).sort((a, b) => a - b);
    console.log(`${row.path}, by ${CLI}; median of ${COLD_RUNS}`);
    verdict('one median rule, from start to end', times[COLD_RUNS >> 1] ?? Number.NaN, GOALS.rule);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts what became of the outputs, and names those that say something else than their rule, or do not run. */
function tally(comparisons: readonly (readonly [path: string, Comparison])[]): void {
  for (const target of TARGETS) {
    const counts = new Map<string, number>();
    for (const [, one] of comparisons)
      if (one.target === target) counts.set(one.status, (counts.get(one.status) ?? 0) + 1);
    console.log(`${target.padEnd(12)} ${[...counts].map(([status, count]) => `${count} ${status}`).join(', ')}`);
  }
  for (const [path, { target, status, fault }] of comparisons)
    if (status === 'unannounced' || status === 'failed')
      console.log(`  ${path}: ${target} ${status} ${fault?.reason ?? ''}`);
}

async function whole(rules: readonly Sized[], lanes: readonly Lane[]): Promise<void> {
  const since = performance.now();
  const comparisons: (readonly [string, Comparison])[] = [];
  let events = 0;
  for (const { row, rule } of rules) {
    const generated = generateEvents(rule.rule, { seed: SEED }).map(({ event }) => event);
    events += generated.length;
    const made = await compareRule(rule, lanes, { events: generated });
    comparisons.push(...made.comparisons.map((one) => [row.path, one] as const));
  }
  console.log(`\n${rules.length} event rules, ${events} events, in one process`);
  verdict('the corpus, every target', (performance.now() - since) / 1000, GOALS.corpus);
  tally(comparisons);
}

/** How long it takes to hold outputs against their rules: events made, outputs run on engines and emulators, verdicts compared. */
export const compare: Section = {
  id: 'compare',
  title: `rules against their outputs for ${TARGETS.join(', ')}`,
  async run() {
    const text = corpusText(FILE);
    if (text === undefined) return;
    const rules = eventRules(rowsOf<Row>(text));
    const middle = rules[rules.length >> 1];
    if (middle) cold(middle);
    const lanes = await openLanes(
      TARGETS.flatMap((target) => backends.filter(({ id }) => id === target)),
      'bench',
    );
    try {
      await whole(rules, lanes);
    } finally {
      await closeLanes(lanes);
    }
  },
};
