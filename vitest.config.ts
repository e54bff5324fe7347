import { defineConfig } from 'vitest/config';

const conditions = ['@till/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    execArgv: ['--conditions=@till/source'],
    testTimeout: 20_000,
  },
});
