import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that need a real model server run on demand only (`npm run test:ollama`). */
const real = process.env['PARLEY_TEST_REAL'] === '1';
const include = (folder: string) => [`test/${folder}/**/*${real ? '.real' : ''}.test.ts`];
const exclude = real ? [] : ['test/**/*.real.test.ts'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for comes when it comes: a slow machine must not fail a test.
    expect: { poll: { timeout: 15_000 } },
    passWithNoTests: real,
    projects: [
      { extends: true, test: { name: 'unit', include: include('unit'), exclude, testTimeout: 15_000 } },
      { extends: true, test: { name: 'contract', include: include('contract'), exclude, testTimeout: 20_000 } },
      { extends: true, test: { name: 'server', include: include('server'), exclude, testTimeout: 40_000, hookTimeout: 40_000 } },
      {
        extends: true,
        test: { name: 'browser', include: include('browser'), exclude, testTimeout: 90_000, hookTimeout: 90_000 },
      },
    ],
  },
});
