import fc from 'fast-check';

/**
 * The seed of every random test: `SEED`, else one that is always the same, so that a run of the tests says something about the change
 * and not about luck. `npm run stateful` draws a new one and prints it.
 */
export const seed = Number(process.env.SEED ?? 20_261_124);

/** By hand a random test looks at one in so many of its cases, with `CI` or `ALL_RUNS` set at all of them. */
const SHARE = (process.env.CI ?? process.env.ALL_RUNS) === undefined ? 5 : 1;

/** How many random cases this run takes of the `full` number: all of them where `CI` or `ALL_RUNS` is set. */
export const runs = (full: number): number => Math.ceil(full / SHARE);

/** Of a list of cases the share that this run looks at, spread over the list. */
export const share = <T>(cases: readonly T[]): readonly T[] => cases.filter((_, i) => i % SHARE === 0);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
