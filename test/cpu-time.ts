/**
 * Milliseconds of CPU that this process has used so far, all its threads. Limits on time are held against the difference of two: on a
 * busy machine the clock goes on while the work waits for its turn.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
