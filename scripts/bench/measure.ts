/** What is measured: a name, and the work of one round. */
export interface Work {
  readonly name: string;
  readonly run: () => unknown;
}

/** Milliseconds of CPU (of this process, all threads) that one round took, by the median of the rounds. */
export interface Measured {
  readonly name: string;
  readonly median: number;
  readonly fastest: number;
}

const cpuMilliseconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** The middle one; of an even number the upper of the two in the middle. */
const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

/**
 * Measures works against each other: each round runs every work once, in turn, so that what slows the machine for a while slows all of them.
 * The first rounds warm the compiler up and are not counted.
 */
export async function measure(works: readonly Work[], rounds = 9, warmUp = 2): Promise<readonly Measured[]> {
  const times = new Map(works.map(({ name }) => [name, [] as number[]]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const { name, run } of works) {
      const since = process.cpuUsage();
      await run();
      if (round >= 0) times.get(name)?.push(cpuMilliseconds(since));
    }
  }
  return [...times].map(([name, all]) => ({ name, median: median(all), fastest: Math.min(...all) }));
}

/** A table: what a round of `count` things took, things per second, and how often the floor (the first work) fits into it. */
export function printTable(measured: readonly Measured[], count: number, unit: string): void {
  const floor = measured[0]?.median ?? 1;
  const width = Math.max(...measured.map(({ name }) => name.length));
  console.log(`${''.padEnd(width)}  ${'median'.padStart(10)} ${`${unit}/s`.padStart(12)} ${'÷ floor'.padStart(9)}`);
  for (const { name, median: taken } of measured) {
    const rate = Math.round(count / (taken / 1000)).toLocaleString('en');
    const cells = [`${taken.toFixed(1)} ms`.padStart(10), rate.padStart(12), (taken / floor).toFixed(1).padStart(9)];
    console.log(`${name.padEnd(width)}  ${cells.join(' ')}`);
  }
}
