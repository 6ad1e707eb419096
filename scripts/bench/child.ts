import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a cold run of a program took. */
export interface ChildUsage {
  readonly status: number;
  /** From its start to its end, in milliseconds. */
  readonly wall: number;
  /** Of all its threads, in milliseconds. */
  readonly cpu: number;
  /** The most that was resident at a time, in MB. */
  readonly peak: number;
}

/** Writes what the process used when it ends; loaded before the program that is measured. */
const REPORTER = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.BENCH_USAGE, JSON.stringify(process.resourceUsage())));
`;

/** Runs `node …args` in a process of its own, its output thrown away. */
export function runNode(args: readonly string[]): ChildUsage {
  const folder = mkdtempSync(join(tmpdir(), 'isorule-bench-'));
  try {
    const file = join(folder, 'usage.json');
    const since = performance.now();
    const { status } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(REPORTER)}`, ...args],
      { stdio: 'ignore', env: { ...process.env, BENCH_USAGE: file } },
    );
    const wall = performance.now() - since;
    const used = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
    return {
      status: status ?? -1,
      wall,
      cpu: (used.userCPUTime + used.systemCPUTime) / 1000,
      peak: used.maxRSS / 1024,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
