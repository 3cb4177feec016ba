import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const captureClients = ['dd-node', 'dd-python', 'dd-go', 'dd-java', 'blackfire-go', 'blackfire-python'] as const;
export const sentryCaptureClients = ['sentry-node-10', 'sentry-node-11', 'sentry-python'] as const;
export const pyroscopeCaptureClients = [
  'pyroscope-node',
  'pyroscope-python',
  'pyroscope-go',
  'pyroscope-java',
] as const;
export const otlpCaptureClients = ['otlp-collector-go', 'otlp-pyroscope-java'] as const;
export type CaptureClient =
  | (typeof captureClients)[number]
  | (typeof sentryCaptureClients)[number]
  | (typeof pyroscopeCaptureClients)[number]
  | (typeof otlpCaptureClients)[number];

/** One recorded request: its head as received, its body de-chunked and still compressed. */
export interface Capture {
  /** `dd-node/003` */
  readonly name: string;
  readonly client: CaptureClient;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const folder = fileURLToPath(new URL('../../../packages/server/fixtures/captures/', import.meta.url));
/** Of the recorded connection, not of the request. */
const connectionHeaders: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** Every recorded request of a client, in the order it was sent. */
export function capturesOf(client: CaptureClient): readonly Capture[] {
  return readdirSync(join(folder, client))
    .filter((file) => file.endsWith('.request.txt'))
    .sort()
    .map((file) => {
      const number = file.slice(0, -'.request.txt'.length);
      const [first = '', ...lines] = readFileSync(join(folder, client, file), 'latin1')
        .trimEnd()
        .split(/\r?\n/);
      const [method = '', path = ''] = first.split(' ');
      const headers = lines
        .map(
          (line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
        )
        .filter(([name]) => !connectionHeaders.has(name));
      const body = readFileSync(join(folder, client, `${number}.body.bin`));
      return { name: `${client}/${number}`, client, method, path, headers: Object.fromEntries(headers), body };
    });
}

/** Whether a request carries a profile, and is not something else that the profiler sends. */
export const isUpload = ({ path }: Capture): boolean => path === '/profiling/v1/input';
