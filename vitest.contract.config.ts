import { defineConfig } from 'vitest/config';

/** The same suites against our stand-ins and, where one is given, against the real thing. */
export default defineConfig({
  test: {
    include: ['test/contract/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
  },
});
