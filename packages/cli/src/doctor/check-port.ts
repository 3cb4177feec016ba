import { createServer } from 'node:net';
import { type CheckResult, fail, ok } from './check.ts';

/** Whether the server could listen there, or a Hearth server already does. */
export async function checkPort(host: string, port: number): Promise<CheckResult> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const code = await tryToListen(host, port);
  if (code === undefined) return ok(port === 0 ? 'a free port is taken' : `${address} is free`);
  if (code === 'EADDRINUSE') {
    const isHearth = await answersAsHearth(address);
    return isHearth ? ok(`a Hearth server runs at ${address}`) : fail(`${address} is used by another program`);
  }
  return fail(`${address} cannot be listened on (${code})`);
}

/** Resolves with the code of the error, or undefined when it went well. */
function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** How long a program that holds the port may take to say what it is. */
const answerMs = 2000;

async function answersAsHearth(address: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${address}/readyz`, { signal: AbortSignal.timeout(answerMs) });
    const body: unknown = await response.json();
    const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
    return status === 'ready' || status === 'not ready';
  } catch {
    return false;
  }
}
