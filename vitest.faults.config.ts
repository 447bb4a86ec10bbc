import { defineConfig } from 'vitest/config';

/** Kills, freezes, cuts and duplicates against the bot as a process of its own; `--long` for more seeds and real waits, `--seeds 1-100` for these. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 360_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Bots side by side: each has a database of its own, and the server allows 60 connections.
    maxConcurrency: 3,
    reporters: ['verbose'],
  },
});
