import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CaseResult, Corpus, type Suite } from './suite.ts';
import { suites } from './suites.ts';

interface Row {
  readonly name: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly case: string; readonly reason: string }[];
}

async function runSuite(
  suite: Suite,
  corpus: Corpus,
): Promise<{ readonly row: Row; readonly skips: ReadonlyMap<string, number> }> {
  const results: CaseResult[] = [];
  for await (const result of suite.run(corpus)) results.push(result);
  const count = (kind: string): number => results.filter(({ outcome }) => outcome.kind === kind).length;
  const failures = results.flatMap(({ case: name, outcome }) =>
    outcome.kind === 'failed' ? [{ case: name, reason: outcome.reason }] : [],
  );
  const skips = new Map<string, number>();
  for (const { outcome } of results)
    if (outcome.kind === 'skipped') skips.set(outcome.reason, (skips.get(outcome.reason) ?? 0) + 1);
  return {
    row: {
      name: suite.name,
      total: results.length,
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      failures,
    },
    skips,
  };
}

const SHOWN = 30;

function report(rows: readonly Row[], skips: ReadonlyMap<string, number>): void {
  const width = Math.max(...rows.map(({ name }) => name.length), 5);
  console.log(`${'suite'.padEnd(width)}  total passed failed skipped`);
  for (const row of rows) {
    const cells = [row.total, row.passed, row.failed, row.skipped].map((value, i) =>
      String(value).padStart([5, 6, 6, 7][i] ?? 6),
    );
    console.log(`${row.name.padEnd(width)}  ${cells.join(' ')}`);
  }
  for (const [reason, count] of skips) console.log(`\nskipped ${count}: ${reason}`);
  const failures = rows.flatMap((row) => row.failures.map((failure) => ({ suite: row.name, ...failure })));
  for (const failure of failures.slice(0, SHOWN))
    console.log(`\nfailed ${failure.suite} ${failure.case}\n  ${failure.reason.slice(0, 400)}`);
  if (failures.length > SHOWN) console.log(`\nand ${failures.length - SHOWN} more failures: --json FILE has them all`);
}

interface Arguments {
  readonly folder: string;
  readonly json: string | undefined;
  readonly only: string;
}

function parseArguments(args: readonly string[]): Arguments {
  const rest = [...args];
  const option = (name: string): string | undefined => {
    const at = rest.indexOf(name);
    return at === -1 ? undefined : rest.splice(at, 2)[1];
  };
  const [json, only = ''] = [option('--json'), option('--only')];
  const folder =
    rest[0] ?? fileURLToPath(new URL('../../../shared/corpus', `file://${process.cwd()}/test/conformance/run.ts`));
  return { folder, json, only };
}

/** usage: npm run conformance -- [DIR] [--json FILE] [--only PART], a part of the suites' names */
async function main(): Promise<void> {
  const { folder, json, only } = parseArguments(process.argv.slice(2));
  const corpus = new Corpus(folder);
  const rows: Row[] = [];
  const skips = new Map<string, number>();
  const appendices: string[] = [];
  for (const suite of suites.filter(({ name }) => name.includes(only))) {
    const missing = suite.files.filter((file) => !corpus.has(file));
    if (missing.length > 0) {
      console.log(`left out ${suite.name}: ${missing.join(', ')} not in ${folder}`);
      continue;
    }
    const { row, skips: found } = await runSuite(suite, corpus);
    rows.push(row);
    if (suite.appendix) appendices.push(suite.appendix(corpus));
    for (const [reason, count] of found) skips.set(reason, (skips.get(reason) ?? 0) + count);
  }
  report(rows, skips);
  for (const appendix of appendices) console.log(`\n${appendix}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ suites: rows }, null, 2)}\n`);
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => rows.reduce((total, row) => total + row[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

await main();
