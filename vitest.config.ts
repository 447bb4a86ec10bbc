import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Everything that needs no network and nothing installed beside Node and npm. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{browser,redis,contract,faults}/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The tests mostly wait for their database: the default of one worker on two cores leaves half of the time unused.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
