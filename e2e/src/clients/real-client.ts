import type { Tool } from '../install/missing-tools.ts';

export interface ClientTarget {
  /** What the profiler is told, e.g. `http://127.0.0.1:4040`, `http://127.0.0.1:4040/t/<key>`, `unix:///run/agent.sock`. */
  readonly agentUrl: string;
  /** The app the server shall list. */
  readonly app: string;
  readonly runSeconds: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ClientResult {
  /** Everything it printed. */
  readonly output: string;
  /** `exit 0`, or the signal. */
  readonly ended: string;
}

/** One unmodified profiler in its own program. */
export interface RealClient {
  readonly needs: readonly Tool[];
  /** Installs it outside of the checkout; quick when it is there. */
  readonly install: () => Promise<void>;
  readonly run: (target: ClientTarget) => Promise<ClientResult>;
}

/** Seconds between two uploads: the shortest that every one of them takes. */
export const periodSeconds = 4;
/** Start of the runtime and the last upload, on top of the time it works. A bound on a hang: a JVM on a busy machine takes a minute. */
export const startAndStopMs = 240_000;

export const environment = 'staging';
export const release = '1.4.2';

/** Settings that all of Datadog's libraries read. */
export function datadogSettings(target: ClientTarget): Record<string, string> {
  return {
    DD_TRACE_AGENT_URL: target.agentUrl,
    DD_SERVICE: target.app,
    DD_ENV: environment,
    DD_VERSION: release,
    DD_TAGS: 'team:shop,region:eu-west-1',
    DD_PROFILING_ENABLED: 'true',
    RUN_SECONDS: String(target.runSeconds),
    PERIOD_SECONDS: String(periodSeconds),
    ...target.env,
  };
}
