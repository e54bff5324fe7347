import { defineConfig } from 'vitest/config';

const conditions = ['@till/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.ts',
      'examples/**/*.test.ts',
    ],
    execArgv: ['--conditions=@till/source'],
    testTimeout: 60_000,
    // Tests talk to real servers, databases and browsers: on a busy machine one may lose a race. CI names it and tries
    // once more; at the desk it fails.
    retry: process.env.CI ? 1 : 0,
  },
});
