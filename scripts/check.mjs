// `npm run check`: everything CI asks, in the order of what fails fastest. Stops at the first failure.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format and lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['fence', 'npx', ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'grammars', 'backends']],
  ['dead code', 'npx', ['knip']],
  ['build', 'node', ['scripts/build.mjs']],
  ['package', 'npx', ['publint', '--strict']],
  ['tests', 'npx', ['vitest', 'run']],
];

for (const [name, command, args] of steps) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\n${name} failed: ${command} ${args.join(' ')}`);
    process.exit(1);
  }
  console.log(`── ${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
