import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { backends } from '../../backends/index.ts';
import { parseEqlStatement } from '../../grammars/eql/parse.ts';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { readContainer } from '../../src/containers/index.ts';
import { readEql } from '../../src/frontends/eql/index.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { ecs } from '../../src/schema/ecs.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { type ChildUsage, runNode } from './child.ts';
import { corpusText, rowsOf } from './corpus.ts';
import { measure, printTable, type Work } from './measure.ts';
import type { Section } from './section.ts';

interface Row {
  readonly path: string;
  readonly toml: string;
}

const FILE = 'elastic/eql_rules.ndjson';
const CLI = 'dist/cli.js';
/** The six kinds of output; `all` has the four SQL dialects. */
const SIX = 'sigma,splunk,kusto,sql:duckdb,js,eql';
/** To reach: milliseconds of CPU for the whole corpus, milliseconds for one rule from the command line, MB. */
const GOALS = { corpus: 3000, rule: 400, memory: 300 };
const COLD_RUNS = 5;

/** Each stage by itself, on what the one before it made. */
function stages(text: string, rows: readonly Row[]): readonly Work[] {
  const sources = rows.map(({ path, toml }) => new SourceText(path, toml));
  const queries = sources.flatMap((source) => readContainer(source).envelopes.flatMap(({ query }) => query ?? []));
  const options = { schema: ecs, categoryField: 'event.category' };
  const rules = sources.flatMap((source) => loadRules(source).rules.filter(isUsable));
  const legal = rules.map(({ rule }) => legalize(rule));
  return [
    { name: 'floor: JSON.parse', run: () => rowsOf(text) },
    { name: 'cut out of TOML', run: () => sources.map((source) => readContainer(source)) },
    { name: 'parse', run: () => queries.map((query) => parseEqlStatement(query)) },
    { name: 'parse and lower', run: () => queries.map((query) => readEql(query, options)) },
    { name: 'prepare', run: () => rules.map(({ rule }) => legalize(rule)) },
    ...backends.map((backend) => ({
      name: `emit ${backend.id}`,
      run: () => legal.map((rule) => backend.emit(rule, defaultEmitOptions)),
    })),
    {
      name: 'TOML to every target',
      run: () =>
        sources.flatMap((source) =>
          loadRules(source)
            .rules.filter(isUsable)
            .map((loaded) => backends.map((backend) => convertRule(loaded, backend))),
        ),
    },
  ];
}

const middle = (runs: readonly ChildUsage[], of: (run: ChildUsage) => number): number =>
  [...runs].sort((a, b) => of(a) - of(b)).map(of)[runs.length >> 1] ?? Number.NaN;

function verdict(name: string, figure: number, unit: string, goal: number): void {
  const says = figure < goal ? 'reached' : 'NOT REACHED';
  console.log(`${name.padEnd(46)} ${figure.toFixed(0).padStart(6)} ${unit}  (under ${goal}: ${says})`);
}

/** Whole runs of the built command, each in a process of its own. */
function cold(rows: readonly Row[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'isorule-bench-'));
  try {
    for (const { path, toml } of rows) {
      const file = join(folder, 'in', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, toml);
    }
    const one = join(folder, 'in', rows[0]?.path ?? '');
    const runs = (name: string, args: readonly string[]) =>
      Array.from({ length: COLD_RUNS }, (_, i) => runNode([CLI, 'convert', ...args, '-o', join(folder, name + i)]));
    const [six, all, single] = [
      runs('six', [join(folder, 'in'), '--to', SIX]),
      runs('all', [join(folder, 'in'), '--to', 'all']),
      runs('one', [one, '--to', 'all']),
    ];
    console.log(`\ncold, by ${CLI}, files written; median of ${COLD_RUNS}`);
    verdict(
      `${rows.length} rules to ${SIX}: CPU`,
      middle(six, ({ cpu }) => cpu),
      'ms',
      GOALS.corpus,
    );
    verdict(
      `${rows.length} rules to all targets: CPU`,
      middle(all, ({ cpu }) => cpu),
      'ms',
      GOALS.corpus,
    );
    verdict(
      'one rule to all targets: from start to end',
      middle(single, ({ wall }) => wall),
      'ms',
      GOALS.rule,
    );
    verdict(
      `${rows.length} rules to all targets: peak memory`,
      middle(all, ({ peak }) => peak),
      'MB',
      GOALS.memory,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How fast the published EQL rules compile, by stage and as whole runs of the command. */
export const compile: Section = {
  id: 'compile',
  title: 'EQL rules to every target',
  async run() {
    const text = corpusText(FILE);
    if (text === undefined) return;
    const rows = rowsOf<Row>(text);
    printTable(await measure(stages(text, rows)), rows.length, 'rules');
    cold(rows);
  },
};
