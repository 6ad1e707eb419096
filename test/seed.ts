import fc from 'fast-check';

/**
 * The seed of every random test: `SEED`, else one that is always the same, so that a run of the tests says something about the change
 * and not about luck. `npm run stateful` draws a new one and prints it.
 */
export const seed = Number(process.env.SEED ?? 20_261_124);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
