import { defineConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** The tests that `scripts/mutants.ts` names for a room. */
export default defineConfig({
  test: { ...everything.test, include: (process.env['MUTANTS_TESTS'] ?? '').split(','), maxWorkers: 1 },
});
