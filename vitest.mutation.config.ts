import { defineConfig } from 'vitest/config';

/** What mutation testing runs: the tests of the flows, and the whole conversations. */
export default defineConfig({
  test: {
    include: ['test/dialogs/flows/*.test.ts', 'test/conversations/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
