// Runs a TypeScript file of this repository: bundles it in memory with esbuild and runs the result.
// usage: node scripts/run-ts.mjs FILE [arguments]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [entry, ...args] = process.argv.slice(2);
if (!entry) throw new Error('usage: node scripts/run-ts.mjs FILE [arguments]');
const root = new URL('..', import.meta.url).pathname;
const cache = join(root, 'node_modules');
const folder = mkdtempSync(join(cache, '.run-'));
const outfile = join(folder, 'main.mjs');
try {
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile,
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const run = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...args], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
