import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Workspace packages resolve to their TypeScript sources in tests, so that no test runs on a stale build. */
const conditions = ['hearth-source'];

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

/** How long `expect.poll` asks. Like all times here a bound on a hang: two busy cores are slow, and no test is about that. */
const patience = { expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  ...shared,
  test: {
    pool: 'forks',
    env: { TZ: 'UTC', LC_ALL: 'C' },
    projects: [
      // Pure and quick: no engine, no network beyond loopback sockets of the test's own.
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.engine.test.ts', '**/*.native.test.ts'],
          // Three hundred small files: a process and a compilation for each would take three times as long as their tests.
          isolate: false,
          maxWorkers: availableParallelism(),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...patience,
        },
      },
      // Contract tests on a real embedded engine: named *.engine.test.ts.
      {
        ...shared,
        test: {
          name: 'engine',
          include: ['packages/*/src/**/*.engine.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...patience,
          fileParallelism: false,
        },
      },
      // Real recorders on real programs, built by the tests: named *.native.test.ts. Needs samply, perf, gcc and root.
      {
        ...shared,
        test: {
          name: 'native',
          include: ['packages/*/src/**/*.native.test.ts', 'e2e/src/**/*.native.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          ...patience,
          fileParallelism: false,
        },
      },
      // A whole server in its own process and real, unmodified clients.
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts'],
          exclude: ['**/*.native.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          ...patience,
          fileParallelism: false,
        },
      },
    ],
  },
});
