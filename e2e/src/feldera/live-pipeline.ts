import { join } from 'node:path';
import { z } from 'zod';
import { runClient } from '../harness/run-client.ts';
import { clientFolder } from '../install/client-folder.ts';
import { installPythonClient } from '../install/install-python-client.ts';

/** Longer than anything that the program waits for. */
const TIMEOUT_MS = 180_000;

const refusal = z.object({ status: z.number(), code: z.string().nullable(), details: z.unknown() }).nullable();

/** What `clients/feldera/pipeline.py` says that it saw. */
const seen = z.object({
  config: z.object({ edition: z.string(), version: z.string() }),
  unknown: refusal,
  created: z.object({ status: z.string(), description: z.string() }),
  states: z.array(z.string()),
  stopped: refusal,
  changed: z.object({ description: z.string(), code: z.string() }),
  all: z.array(z.string()),
  none: refusal,
  gone: refusal,
});

export type Seen = z.infer<typeof seen>;

export interface FelderaRun {
  readonly url: string;
  readonly apiKey?: string;
}

/** Runs the unmodified client from PyPI; throws with its output when it does not end well. */
export async function livePipeline({ url, apiKey }: FelderaRun): Promise<Seen> {
  const bin = await installPythonClient('feldera');
  const { output, ended } = await runClient({
    command: join(bin, 'python'),
    args: ['pipeline.py'],
    cwd: clientFolder('feldera'),
    env: {
      FELDERA_HOST: url,
      ...(apiKey === undefined ? {} : { FELDERA_API_KEY: apiKey }),
    },
    timeoutMs: TIMEOUT_MS,
  });
  if (ended !== 'exit 0') throw new Error(`Feldera's client ended with ${ended}:\n${output.slice(-4000)}`);
  return seen.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}
