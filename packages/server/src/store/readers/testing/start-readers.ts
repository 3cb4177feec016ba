import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { EngineClient } from '../../client/engine-client.ts';
import { runMigrations } from '../../migrations/run-migrations.ts';
import type { DecodedSpan, ProjectId } from '../../upload.ts';
import { insertProfilesSql, type NewProfileRow, profileRow } from './profile-rows.ts';
import { spansBlockOf } from './spans.ts';

/** A real engine with the store's tables, filled row by row: for tests of readers and of what stands on them. */
export interface TestReaders {
  readonly client: EngineClient;
  insertProfiles(rows: readonly NewProfileRow[]): Promise<void>;
  insertSpans(project: ProjectId, spans: readonly DecodedSpan[]): Promise<void>;
  /** Runs a statement of the test's own; whatever stands behind FORMAT is its data. */
  command(sql: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startReaders(): Promise<TestReaders> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearth-readers-'));
  const engine = await startEngine({ dataDir });
  const client = new EngineClient({ connection: () => engine.connection });
  await runMigrations(client);
  const command = (sql: string): Promise<void> => client.command({ name: 'test', sql });
  return {
    client,
    command,
    insertProfiles: (rows) =>
      command(`${insertProfilesSql}\n${rows.map((row) => JSON.stringify(profileRow(row))).join('\n')}`),
    insertSpans: async (project, spans) => {
      const { block } = spansBlockOf(project, spans);
      await client.insert({ table: 'spans', columns: Object.keys(block.columns), blocks: block.encode() });
    },
    stop: async () => {
      client.close();
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
