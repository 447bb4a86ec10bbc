import { defineConfig } from 'vitest/config';

/** Against a real Redis: the one of REDIS_URL, or a `redis-server` that the suite starts. */
export default defineConfig({
  test: {
    include: ['test/redis/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
