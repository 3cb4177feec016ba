import { join } from 'node:path';
import { type ClientResult, environment, periodSeconds, release, startAndStopMs } from '../clients/real-client.ts';
import { runClient } from '../harness/run-client.ts';
import { buildGoClient } from '../install/build-go-client.ts';
import { clientFolder, type PyroscopeClientName, sharedPythonFolder } from '../install/client-folder.ts';
import { installJavaAgent } from '../install/install-java-agent.ts';
import { installNodeClient } from '../install/install-node-client.ts';
import { installPythonClient } from '../install/install-python-client.ts';
import type { Tool } from '../install/missing-tools.ts';

/** How a client reaches the server, and as whom. */
export interface PyroscopeTarget {
  readonly serverAddress: string;
  readonly app: string;
  readonly runSeconds: number;
  readonly basicUser?: string;
  readonly basicPassword?: string;
  readonly authToken?: string;
  /** `X-Scope-OrgID`. */
  readonly tenant?: string;
  /** Of Java's agent alone; JFR by default. */
  readonly format?: 'jfr' | 'otlp';
}

/** One unmodified client of Pyroscope in its own program. */
export interface PyroscopeClient {
  readonly needs: readonly Tool[];
  /** Installs it outside of the checkout; quick when it is there. */
  readonly install: () => Promise<unknown>;
  readonly run: (target: PyroscopeTarget) => Promise<ClientResult>;
}

function settingsOf(target: PyroscopeTarget): Record<string, string> {
  return {
    SERVER_ADDRESS: target.serverAddress,
    APP: target.app,
    RUN_SECONDS: String(target.runSeconds),
    PERIOD_SECONDS: String(periodSeconds),
    ...(target.basicUser !== undefined && { BASIC_USER: target.basicUser }),
    ...(target.basicPassword !== undefined && { BASIC_PASSWORD: target.basicPassword }),
    ...(target.authToken !== undefined && { AUTH_TOKEN: target.authToken }),
    ...(target.tenant !== undefined && { TENANT: target.tenant }),
  };
}

const timeoutOf = ({ runSeconds }: PyroscopeTarget): number => runSeconds * 1000 + startAndStopMs;

export const pyroscopeClients: Readonly<Record<PyroscopeClientName, PyroscopeClient>> = {
  'pyroscope-node': {
    needs: [],
    install: () => installNodeClient('pyroscope-node'),
    run: async (target) =>
      runClient({
        command: process.execPath,
        args: ['app.cjs'],
        cwd: clientFolder('pyroscope-node'),
        env: { ...settingsOf(target), NODE_PATH: await installNodeClient('pyroscope-node') },
        timeoutMs: timeoutOf(target),
      }),
  },
  'pyroscope-python': {
    needs: ['python'],
    install: () => installPythonClient('pyroscope-python'),
    run: async (target) =>
      runClient({
        command: join(await installPythonClient('pyroscope-python'), 'python'),
        args: ['app.py'],
        cwd: clientFolder('pyroscope-python'),
        env: { ...settingsOf(target), PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: sharedPythonFolder },
        timeoutMs: timeoutOf(target),
      }),
  },
  'pyroscope-go': {
    needs: ['go'],
    install: () => buildGoClient('pyroscope-go'),
    run: async (target) =>
      runClient({
        command: await buildGoClient('pyroscope-go'),
        args: [],
        cwd: clientFolder('pyroscope-go'),
        env: settingsOf(target),
        timeoutMs: timeoutOf(target),
      }),
  },
  'pyroscope-java': {
    needs: ['java', 'maven'],
    install: () => installJavaAgent('pyroscope-java'),
    run: async (target) =>
      runClient({
        command: 'java',
        args: [`-javaagent:${await installJavaAgent('pyroscope-java')}`, 'Main.java'],
        cwd: clientFolder('dd-java'),
        env: {
          RUN_SECONDS: String(target.runSeconds),
          PYROSCOPE_SERVER_ADDRESS: target.serverAddress,
          PYROSCOPE_APPLICATION_NAME: target.app,
          PYROSCOPE_FORMAT: target.format ?? 'jfr',
          PYROSCOPE_PROFILER_EVENT: 'itimer',
          PYROSCOPE_UPLOAD_INTERVAL: `${periodSeconds}s`,
          PYROSCOPE_LABELS: `region=eu-west-1,env=${environment},version=${release}`,
          ...(target.authToken !== undefined && { PYROSCOPE_AUTH_TOKEN: target.authToken }),
          ...(target.tenant !== undefined && { PYROSCOPE_TENANT_ID: target.tenant }),
        },
        timeoutMs: timeoutOf(target),
      }),
  },
};
