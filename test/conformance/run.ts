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

/** What a run of a suite gave, and how long it took. */
interface Ran {
  readonly row: Row;
  readonly skips: ReadonlyMap<string, number>;
  readonly seconds: number;
}

async function runSuite(suite: Suite, corpus: Corpus): Promise<Ran> {
  const started = performance.now();
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
    seconds: (performance.now() - started) / 1000,
  };
}

const SHOWN = 30;

function report(ran: readonly Ran[], skips: ReadonlyMap<string, number>): void {
  const rows = ran.map(({ row }) => row);
  const width = Math.max(...rows.map(({ name }) => name.length), 5);
  console.log(`${'suite'.padEnd(width)}  total passed failed skipped seconds`);
  for (const { row, seconds } of ran) {
    const cells = [row.total, row.passed, row.failed, row.skipped, seconds.toFixed(1)].map((value, i) =>
      String(value).padStart([5, 6, 6, 7, 7][i] ?? 6),
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
  readonly every: number;
  readonly rules: readonly string[];
  readonly long: boolean;
}

function parseArguments(args: readonly string[]): Arguments {
  const rest = [...args];
  const option = (name: string): string | undefined => {
    const at = rest.indexOf(name);
    return at === -1 ? undefined : rest.splice(at, 2)[1];
  };
  const flag = (name: string): boolean => {
    const at = rest.indexOf(name);
    return at !== -1 && rest.splice(at, 1).length > 0;
  };
  const long = flag('--long');
  const [json, only = '', every = '1'] = [option('--json'), option('--only'), option('--every')];
  const rules = option('--rules')?.split(',') ?? [];
  const folder =
    rest[0] ?? fileURLToPath(new URL('../../../shared/corpus', `file://${process.cwd()}/test/conformance/run.ts`));
  return { folder, json, only, every: Number(every), rules, long };
}

/**
 * usage: npm run conformance -- [DIR] [--json FILE] [--only PART] [--every N] [--rules PART,PART] [--long]
 * PART is a part of the suites' names; N takes every so-manieth rule of the long round trips, and the last
 * parts those with one of them in their names. The round trips on engines take a share of the rules; `--long` takes all.
 */
async function main(): Promise<void> {
  const { folder, json, only, every, rules, long } = parseArguments(process.argv.slice(2));
  const corpus = new Corpus(folder, every, rules, long);
  const all: Ran[] = [];
  const skips = new Map<string, number>();
  const appendices: string[] = [];
  for (const suite of suites.filter(({ name }) => name.includes(only))) {
    const missing = suite.files.filter((file) => !corpus.has(file));
    if (missing.length > 0) {
      console.log(`left out ${suite.name}: ${missing.join(', ')} not in ${folder}`);
      continue;
    }
    const ran = await runSuite(suite, corpus);
    all.push(ran);
    if (suite.appendix) appendices.push(suite.appendix(corpus));
    for (const [reason, count] of ran.skips) skips.set(reason, (skips.get(reason) ?? 0) + count);
  }
  const rows = all.map(({ row }) => row);
  report(all, skips);
  for (const appendix of appendices) console.log(`\n${appendix}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ suites: rows }, null, 2)}\n`);
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => rows.reduce((total, row) => total + row[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

await main();
