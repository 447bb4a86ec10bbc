import { defineConfig } from 'vitest/config';

/** Everything that needs no network and nothing installed beside Node and npm. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/{browser,redis,contract,faults}/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
