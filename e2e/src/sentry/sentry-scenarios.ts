import type { SentryClientName } from '../install/client-folder.ts';
import type { ProfilerMode } from './sentry-client.ts';

/** One SDK in one way to profile. */
export interface SentryScenario {
  /** Also the package of its release, which names its app. */
  readonly name: string;
  readonly client: SentryClientName;
  readonly mode: ProfilerMode;
  readonly runSeconds: number;
  readonly pauseMs?: number;
  readonly env?: (serverUrl: string) => Readonly<Record<string, string>>;
}

/** Ten seconds are 900 samples and more: four standard deviations of a share are 7 points of a hundred. */
const RUN_SECONDS = 10;

const scenario = (name: string, client: SentryClientName, mode: ProfilerMode): SentryScenario => ({
  name,
  client,
  mode,
  runSeconds: RUN_SECONDS,
});

/** SDK 11 cuts a chunk every 60 s; the rest comes when the profiler is stopped. Mostly asleep: others run beside it. */
export const longSession: SentryScenario = {
  name: 'sentry-node-11-long',
  client: 'sentry-node-11',
  mode: 'manual',
  runSeconds: 64,
  pauseMs: 120,
};

/** The longest first: the others run beside it. */
export const sentryScenarios: readonly SentryScenario[] = [
  longSession,
  scenario('sentry-node-10-v1', 'sentry-node-10', 'v1'),
  scenario('sentry-node-10-trace', 'sentry-node-10', 'trace'),
  scenario('sentry-node-10-manual', 'sentry-node-10', 'manual'),
  scenario('sentry-node-11-trace', 'sentry-node-11', 'trace'),
  scenario('sentry-node-11-manual', 'sentry-node-11', 'manual'),
  {
    ...scenario('sentry-node-11-tunnel', 'sentry-node-11', 'trace'),
    // Without any credential beside the body.
    env: (serverUrl) => ({ TUNNEL: `${serverUrl}/sentry/tunnel` }),
  },
  scenario('sentry-browser-trace', 'sentry-browser', 'trace'),
  scenario('sentry-browser-manual', 'sentry-browser', 'manual'),
  scenario('sentry-python-v1', 'sentry-python', 'v1'),
  // The others send brotli.
  { ...scenario('sentry-python-trace', 'sentry-python', 'trace'), env: () => ({ COMPRESSION: 'gzip' }) },
  scenario('sentry-python-manual', 'sentry-python', 'manual'),
];
