import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { startEngine } from '@hearth/engine';
import type { RowSource } from '../row-source.ts';
import { insertProfilesSql, type NewProfileRow, profileRow } from './profile-rows.ts';

/** A real engine with the store's tables, filled row by row: for tests of readers and of what stands on them. */
export interface TestReaders {
  readonly source: RowSource;
  insertProfiles(rows: readonly NewProfileRow[]): Promise<void>;
  insert(table: string, rows: readonly object[]): Promise<void>;
  command(sql: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startReaders(): Promise<TestReaders> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearth-readers-'));
  const engine = await startEngine({ dataDir });
  const { url, username, password, database, headers } = engine.connection;
  const client = createClient({ url, username, password, database, http_headers: { ...headers } });
  const command = async (query: string): Promise<void> => {
    await client.command({ query });
  };
  const insert = async (table: string, values: readonly object[]): Promise<void> => {
    await client.insert({ table, values: [...values], format: 'JSONEachRow' });
  };
  await command(PROFILES_TABLE);
  return {
    source: {
      async rows<Row>({ sql, params, signal }: Parameters<RowSource['rows']>[0]): Promise<readonly Row[]> {
        const answer = await client.query({
          query: sql,
          query_params: { ...params },
          format: 'JSONEachRow',
          ...(signal && { abort_signal: signal }),
        });
        return answer.json<Row>();
      },
    },
    insert,
    insertProfiles: async (rows) => {
      await command(`${insertProfilesSql}\n${rows.map((row) => JSON.stringify(profileRow(row))).join('\n')}`);
    },
    command,
    stop: async () => {
      await client.close();
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const PROFILES_TABLE = `create table profiles (project_id UInt32, id FixedString(16), numeric_id UInt64, upload_id FixedString(16), app LowCardinality(String), environment LowCardinality(String), release LowCardinality(String), start DateTime64(3,'UTC'), end DateTime64(3,'UTC'), received DateTime64(3,'UTC'), source LowCardinality(String), state LowCardinality(String), kinds Array(LowCardinality(String)), types Array(LowCardinality(String)), runtime LowCardinality(String), runtime_version LowCardinality(String), runtime_arch LowCardinality(String), runtime_os LowCardinality(String), probe_version LowCardinality(String), host LowCardinality(String), series_id UInt64, sample_count UInt32, original_bytes UInt32, original_keep_days UInt16, keep_days UInt16, group_id UInt64) engine=MergeTree partition by (keep_days, toDate(start)) order by (project_id, app, environment, start, id)`;
