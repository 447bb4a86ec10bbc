import { defineConfig } from 'vitest/config';

/** Kills, freezes, cuts and duplicates against the bot as a process of its own; LONG=1 for more seeds and real waits. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 360_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Bots side by side: each has a database of its own, and the server allows 60 connections.
    maxConcurrency: 3,
    reporters: ['verbose'],
  },
});
