import { request } from 'node:http';
import { basicAuthorization } from './basic-authorization.ts';
import type { EngineConnection } from './engine.ts';

/** An answer of the engine's HTTP port. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: string;
}

/** A port that accepts and then says nothing is not ready. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Asks `/ping`. Rejects when nobody listens. */
export function askPing(port: number): Promise<EngineAnswer> {
  return send(port, 'GET', '/ping', {}, '');
}

/** Runs one statement that returns little, as the user of a connection. For this package's own needs only. */
export function runStatement(connection: EngineConnection, sql: string): Promise<EngineAnswer> {
  const authorization = basicAuthorization(connection.username, connection.password);
  const { port, pathname, search } = new URL(connection.url);
  return send(Number(port), 'POST', pathname + search, { ...connection.headers, authorization }, sql);
}

function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    // No agent: a connection kept alive here would delay the engine's end.
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      answer.on('error', reject);
    });
    outgoing.setTimeout(ANSWER_TIMEOUT_MS, () => outgoing.destroy(new Error('the engine did not answer in time')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
