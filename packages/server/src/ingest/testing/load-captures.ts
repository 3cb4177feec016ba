import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A recorded request of a real client. */
export interface Capture {
  /** `dd-node/003`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Names in lower case; without those that belong to the connection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const CAPTURES = fileURLToPath(new URL('../../../fixtures/captures/', import.meta.url));
const CONNECTION_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);

/** All recorded requests, in the order of their folders and numbers. */
export function loadCaptures(): Capture[] {
  return readdirSync(CAPTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .flatMap((client) =>
      readdirSync(CAPTURES + client)
        .filter((file) => file.endsWith('.request.txt'))
        .sort()
        .map((file) => loadCapture(`${client}/${file.slice(0, 3)}`)),
    );
}

/** One recorded request, by the name of its folder and its number. */
export function loadCapture(name: string): Capture {
  const [requestLine = '', ...lines] = readFileSync(`${CAPTURES}${name}.request.txt`, 'latin1').trim().split(/\r?\n/);
  const [method = '', path = ''] = requestLine.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const header = line.slice(0, colon).toLowerCase();
    if (!CONNECTION_HEADERS.has(header)) headers[header] = line.slice(colon + 1).trim();
  }
  return {
    name,
    method: method as Capture['method'],
    path,
    headers,
    body: readFileSync(`${CAPTURES}${name}.body.bin`),
  };
}
