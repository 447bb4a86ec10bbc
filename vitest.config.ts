import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** Everything that needs no network and nothing installed beside Node and npm. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{browser,redis,contract,faults}/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A file's own copy of every module took a third of the processor's time. Nothing here keeps state in a module.
    isolate: false,
    // The tests mostly wait for their database: on two cores five workers took 148 s, three 158 s.
    maxWorkers: availableParallelism() + 3,
    sequence: { sequencer: LongestFirst },
  },
});
