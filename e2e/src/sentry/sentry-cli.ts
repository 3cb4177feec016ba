import { join } from 'node:path';
import { runClient } from '../harness/run-client.ts';
import { installNodeClient } from '../install/install-node-client.ts';

export interface SentryCliTarget {
  readonly url: string;
  readonly token: string;
  readonly organization: string;
  readonly project: string;
  /** Where it is run: a git checkout for `set-commits --local`. */
  readonly cwd: string;
}

/** Runs the real `sentry-cli` and returns everything it printed and how it ended. */
export async function sentryCli(target: SentryCliTarget, ...args: readonly string[]) {
  const modules = await installNodeClient('sentry-cli');
  return runClient({
    command: process.execPath,
    args: [join(modules, '@sentry', 'cli', 'bin', 'sentry-cli'), ...args],
    cwd: target.cwd,
    env: {
      SENTRY_URL: target.url,
      SENTRY_AUTH_TOKEN: target.token,
      SENTRY_ORG: target.organization,
      SENTRY_PROJECT: target.project,
      SENTRY_LOG_LEVEL: 'warn',
    },
    timeoutMs: 180_000,
  });
}
