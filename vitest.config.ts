import { defineConfig } from 'vitest/config';

/** Tests that put something else in a module's place, which only holds in a process that hasn't loaded the module before. */
const MOCKED = '{src,grammars,backends,test}/**/*.mocked.test.ts';

export default defineConfig({
  test: {
    setupFiles: ['test/seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By default one core is left idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      // The files of one worker share its modules and its engines: loading them anew for each file cost a third of the time.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['{src,grammars,backends,test}/**/*.test.ts'],
          exclude: [MOCKED],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'mocked', include: [MOCKED], isolate: true } },
    ],
  },
});
