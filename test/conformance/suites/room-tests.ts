import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CaseResult, failed, PASSED, type Suite, skipped } from '../suite.ts';

/** Tests of one room that take the whole corpus; `npm test` runs them on a sample (test/published.ts). */
const FILES = [
  'backends/eql/corpus.test.ts',
  'backends/js/corpus.test.ts',
  'backends/kusto/corpus.test.ts',
  'backends/sigma/corpus.test.ts',
  'backends/splunk/corpus.test.ts',
  'src/regex/corpus.test.ts',
  'test/engines/corpus.test.ts',
] as const;

interface Assertion {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}
interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
}

/** Vitest's own report of one file, run on the corpus of this folder. */
async function runVitest(file: string, root: string): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'isorule-'));
  const output = join(folder, 'report.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${output}`, file];
  const env = { ...process.env, ISORULE_CORPUS: resolve(root) };
  const child = spawn(process.execPath, vitest, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data) => {
    complaints += data;
  });
  await new Promise((done) => child.on('close', done));
  try {
    return JSON.parse(readFileSync(output, 'utf8')) as Report;
  } catch {
    throw new Error(`the tests of the rooms did not run: ${complaints}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outcome({ status, failureMessages }: Assertion): CaseResult['outcome'] {
  if (status === 'passed') return PASSED;
  if (status === 'failed') return failed(failureMessages.join('\n'));
  return skipped(`a test that did not run: ${status}`);
}

const suite = (file: string): Suite => ({
  name: file.replace('.test.ts', ''),
  files: ['elastic/eql_rules.ndjson', 'elastic/event_samples_ecs.ndjson', 'elastic/event_nearmiss_ecs.ndjson'],
  async *run(corpus): AsyncIterable<CaseResult> {
    const [found] = (await runVitest(file, corpus.root)).testResults;
    if (!found || found.assertionResults.length === 0)
      yield { case: file, outcome: failed(found?.message ?? 'no result') };
    else for (const one of found.assertionResults) yield { case: one.fullName, outcome: outcome(one) };
  },
});

export const roomTests: readonly Suite[] = FILES.map(suite);
