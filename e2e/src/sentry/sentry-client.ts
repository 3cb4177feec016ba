import { join } from 'node:path';
import type { ClientResult } from '../clients/real-client.ts';
import { startAndStopMs } from '../clients/real-client.ts';
import { runClient } from '../harness/run-client.ts';
import {
  clientFolder,
  type SentryClientName,
  sharedJavaScriptFolder,
  sharedPythonFolder,
} from '../install/client-folder.ts';
import { commandPath } from '../install/command-path.ts';
import { installNodeClient } from '../install/install-node-client.ts';
import { installPythonClient } from '../install/install-python-client.ts';
import type { Tool } from '../install/missing-tools.ts';

/** `v1`: a profile per transaction. The others make chunks: one per root span, or from start to stop. */
export type ProfilerMode = 'v1' | 'trace' | 'manual';

export interface SentryTarget {
  readonly dsn: string;
  readonly release: string;
  readonly environment: string;
  readonly mode: ProfilerMode;
  /** How long the two requests take together. */
  readonly runSeconds: number;
  /** After each order, in Node; 20 when absent. */
  readonly pauseMs?: number;
  /** Settings of the one SDK. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One unmodified SDK in the shop. */
export interface SentryClient {
  readonly needs: readonly Tool[];
  readonly install: () => Promise<unknown>;
  readonly run: (target: SentryTarget) => Promise<ClientResult>;
}

export const sentryClients: Readonly<Record<SentryClientName, SentryClient>> = {
  'sentry-node-10': node('sentry-node-10'),
  'sentry-node-11': node('sentry-node-11'),
  'sentry-browser': {
    needs: ['chromium'],
    install: () => installNodeClient('sentry-browser'),
    run: async (target) =>
      runClient({
        command: process.execPath,
        args: ['drive.cjs'],
        cwd: clientFolder('sentry-browser'),
        env: {
          ...settings(target),
          NODE_PATH: await installNodeClient('sentry-browser'),
          CHROMIUM: commandPath('chromium'),
        },
        timeoutMs: timeoutMs(target),
      }),
  },
  'sentry-python': {
    needs: ['python'],
    install: () => installPythonClient('sentry-python'),
    run: async (target) =>
      runClient({
        command: join(await installPythonClient('sentry-python'), 'python'),
        args: ['app.py'],
        cwd: clientFolder('sentry-python'),
        env: { ...settings(target), PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: sharedPythonFolder },
        timeoutMs: timeoutMs(target),
      }),
  },
};

function node(name: SentryClientName): SentryClient {
  return {
    needs: [],
    install: () => installNodeClient(name),
    run: async (target) =>
      runClient({
        command: process.execPath,
        args: ['sentry-app.cjs'],
        cwd: sharedJavaScriptFolder,
        env: { ...settings(target), NODE_PATH: await installNodeClient(name) },
        timeoutMs: timeoutMs(target),
      }),
  };
}

/** What the SDKs read themselves, and what the shop reads. */
const settings = (target: SentryTarget): Record<string, string> => ({
  SENTRY_DSN: target.dsn,
  SENTRY_RELEASE: target.release,
  SENTRY_ENVIRONMENT: target.environment,
  MODE: target.mode,
  RUN_SECONDS: String(target.runSeconds),
  ...(target.pauseMs === undefined ? {} : { PAUSE_MS: String(target.pauseMs) }),
  ...target.env,
});

const timeoutMs = (target: SentryTarget): number => target.runSeconds * 1000 + startAndStopMs;
