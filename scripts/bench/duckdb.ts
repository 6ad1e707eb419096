import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlBackends } from '../../backends/sql/index.ts';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { isMissing, loadPackage } from '../../src/engines/load-package.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { measure } from './measure.ts';

const STEPS = [
  'process where process.name == "cmd.exe"',
  'network where destination.port == 443',
  'file where file.extension == "exe"',
] as const;
const SEQUENCE = `sequence by host.id with maxspan=5m\n${STEPS.map((step) => `  [${step}]`).join('\n')}`;
const SCAN = `any where ${STEPS.map((step) => {
  const [category, test] = step.split(' where ');
  return `(event.category == "${category}" and ${test})`;
}).join(' or ')}`;

const KEYS = 10_000;
/** To reach: so many times the plain scan, where one event in a hundred fits a step. */
const GOAL = 5;

function textOf(rule: string): string {
  const [loaded] = loadRules(new SourceText('bench.eql', rule)).rules.filter(isUsable);
  const backend = sqlBackends.find(({ id }) => id === 'sql:duckdb');
  if (!loaded || !backend) throw new Error('the rule of the benchmark does not read');
  const options = { comments: false, table: 'events', idColumn: '_id', window: 'none' } as const;
  return (convertRule(loaded, backend, options).text ?? '').replace(/;\s*$/, '');
}

/** Events of three kinds, a millisecond apart on average; `dense` of a hundred fit a step. */
async function writeParquet(connection: DuckDBConnection, file: string, count: number, dense: number): Promise<void> {
  const fits = `hash(i, 2) % 100 < ${dense}`;
  await connection.run(`COPY (
    SELECT i AS _id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) MILLISECOND AS "@timestamp",
      [['process', 'network', 'file'][1 + CAST(hash(i, 1) % 3 AS BIGINT)]] AS "event.category",
      'host-' || (hash(i, 3) % ${KEYS}) AS "host.id",
      CASE WHEN ${fits} THEN 'cmd.exe' ELSE 'svchost.exe' END AS "process.name",
      CASE WHEN ${fits} THEN 443 ELSE 53 END AS "destination.port",
      CASE WHEN ${fits} THEN 'exe' ELSE 'txt' END AS "file.extension"
    FROM range(${count}) AS numbers(i)) TO '${file}' (FORMAT parquet)`);
  await connection.run(`CREATE OR REPLACE VIEW events AS SELECT * FROM read_parquet('${file}')`);
}

async function row(connection: DuckDBConnection, folder: string, count: number, dense: number): Promise<void> {
  await writeParquet(connection, join(folder, `${count}-${dense}.parquet`), count, dense);
  const [sequence, scan] = [SEQUENCE, SCAN].map((rule) => `SELECT count(*) FROM (${textOf(rule)}) AS found`);
  const ask = async (sql = ''): Promise<unknown> => (await connection.runAndReadAll(sql)).getRows()[0]?.[0];
  const matches = await ask(sequence);
  const [plain, steps] = await measure(
    [
      { name: 'scan', run: () => ask(scan) },
      { name: 'sequence', run: () => ask(sequence) },
    ],
    5,
    1,
  );
  const [first, second] = [plain?.median ?? Number.NaN, steps?.median ?? Number.NaN];
  const cells = [
    count.toLocaleString('en').padStart(9),
    `${dense} %`.padStart(6),
    String(matches).padStart(8),
    `${Math.round(first)} ms`.padStart(9),
    `${Math.round(second)} ms`.padStart(9),
    (second / first).toFixed(1).padStart(7),
  ];
  console.log(cells.join(' '));
}

/** The SQL of a sequence on DuckDB over Parquet, beside a scan that asks the same filters. */
export async function duckdbSequence(): Promise<void> {
  // Not the engine of the tests, which may read no file.
  const api = loadPackage<typeof import('@duckdb/node-api')>('@duckdb/node-api');
  if (isMissing(api)) return console.log(`DuckDB: left out, ${api.missing}`);
  const instance = await api.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const folder = mkdtempSync(join(tmpdir(), 'isorule-parquet-'));
  try {
    console.log(
      `\nDuckDB ${api.version()}, the same steps over Parquet, ${KEYS.toLocaleString('en')} keys; CPU of all threads`,
    );
    console.log('   events    fit  matches      scan  sequence ÷ scan');
    for (const dense of [1, 50])
      for (const count of [100_000, 300_000, 1_000_000]) await row(connection, folder, count, dense);
    console.log(`to reach: ${GOAL} times the scan at 1 %, and no more than n log n from 100,000 to 1,000,000`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
