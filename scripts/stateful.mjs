// Holds the outputs of stateful rules against the oracle on random streams; A run draws a seed and prints it; SEED=… repeats it.
// usage: npm run stateful [-- --long]; 2,000 streams a target, or 20,000
import { spawnSync } from 'node:child_process';

const STREAMS = process.argv.includes('--long') ? '20000' : '2000';
const SEED = String(Date.now() % 2 ** 31);
// Each rule is a JavaScript module of its own, and modules are never given back: 20,000 streams take more than Node's usual heap.
const NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-old-space-size=8192`;
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/stateful'];
const { status } = spawnSync(process.execPath, args, {
  stdio: 'inherit',
  env: { STREAMS, SEED, ...process.env, NODE_OPTIONS },
});
process.exitCode = status ?? 1;
