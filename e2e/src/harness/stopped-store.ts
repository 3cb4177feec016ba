import { lockDataDir, startEngine } from '@hearth/engine';
import { httpRequest } from './http-request.ts';

/** Runs a statement as the owner of the data; returns its rows (none for a statement without an answer). */
export type Sql = <Row = Readonly<Record<string, string>>>(
  statement: string,
  parameters?: Readonly<Record<string, string>>,
) => Promise<readonly Row[]>;

/**
 * Opens the data directory of a server that has stopped and asks its tables. A running engine answers nobody but its
 * server, so this is the only way in. Numbers of 64 bits come as strings.
 */
export async function withStoppedStore<T>(dataDir: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const lock = await lockDataDir(dataDir);
  try {
    const engine = await startEngine({ dataDir });
    try {
      return await work(async <Row>(statement: string, parameters: Readonly<Record<string, string>> = {}) => {
        const { url, username, password, database, headers } = engine.connection;
        const address = new URL(url);
        address.searchParams.set('database', database);
        address.searchParams.set('default_format', 'JSONEachRow');
        for (const [name, value] of Object.entries(parameters)) address.searchParams.set(`param_${name}`, value);
        const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
        const { status, text } = await httpRequest(address.href, {
          method: 'POST',
          // An engine with open connections takes seconds to stop.
          headers: { ...headers, authorization, connection: 'close' },
          body: statement,
        });
        if (status !== 200) throw new Error(`${statement}: ${text}`);
        const lines = text.split('\n').filter((line) => line !== '');
        return lines.map((line) => JSON.parse(line) as Row);
      });
    } finally {
      await engine.stop();
    }
  } finally {
    lock.release();
  }
}
