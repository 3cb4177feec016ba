import { join } from 'node:path';
import { runClient } from '../harness/run-client.ts';
import { clientFolder } from '../install/client-folder.ts';
import { installPythonClient } from '../install/install-python-client.ts';

export interface FelderaRun {
  readonly url: string;
  readonly apiKey: string;
  /** Whose agents are there. */
  readonly pipeline: string;
  /** To be made. */
  readonly fresh: string;
  readonly seconds: number;
  /** Gets `polled.json.gz` and `saved.gz`. */
  readonly folder: string;
}

/** What the SDK saw, by the names that `clients/feldera/samply.py` gives. */
export type FelderaSeen = Readonly<Record<string, unknown>>;

export const installFeldera = (): Promise<string> => installPythonClient('feldera');

/** Runs Feldera's unmodified SDK. Throws with everything that it printed when it fails. */
export async function runFeldera(run: FelderaRun): Promise<FelderaSeen> {
  const { url, apiKey, pipeline, fresh, seconds, folder } = run;
  const { ended, output } = await runClient({
    command: join(await installFeldera(), 'python'),
    args: [join(clientFolder('feldera'), 'samply.py'), url, apiKey, pipeline, fresh, String(seconds), folder],
    cwd: folder,
    env: {},
    timeoutMs: 240_000,
  });
  const seen = /^SEEN (.*)$/m.exec(output)?.[1];
  if (ended !== 'exit 0' || seen === undefined) throw new Error(`${ended}: ${output}`);
  return JSON.parse(seen) as FelderaSeen;
}
