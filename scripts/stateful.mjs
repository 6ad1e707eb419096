// Holds the outputs of stateful rules against the oracle on random streams; SEED=… repeats a run.
// usage: npm run stateful [-- --long]; 2,000 streams a target, or 20,000
import { spawnSync } from 'node:child_process';

const STREAMS = process.argv.includes('--long') ? '20000' : '2000';
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/stateful'];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { STREAMS, ...process.env } });
process.exitCode = status ?? 1;
