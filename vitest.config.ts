import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,grammars,backends,test}/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // The files of one worker share its modules and its engines: loading them anew for each file cost a third of the time.
    isolate: false,
    // By default one core is left idle, which is half of a machine with two.
    maxWorkers: '100%',
  },
});
