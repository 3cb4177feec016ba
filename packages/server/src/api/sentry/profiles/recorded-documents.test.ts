import { readdirSync, readFileSync } from 'node:fs';
import {
  chunkText,
  mergeChunks,
  readKeptItem,
  retrievedChunk,
  retrievedProfile,
  type StoredFacts,
} from '@hearth/profile';
import { expect, it } from 'vitest';
import { keptItem } from './kept-item.ts';
import { chunksSchema, profileSchema } from './profile-schema.ts';

const FOLDER = new URL('../../../../../profile/fixtures/sentry/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.includes('.envelope'));

const facts: StoredFacts = {
  organizationId: 1,
  projectId: 1,
  receivedMs: 0,
  retentionDays: 30,
  version: 'v',
  release: { version: 'v' },
};
const runtime = { runtime: '', runtimeVersion: '', runtimeArch: '', runtimeOs: '' };

const parsed = (json: Uint8Array): unknown => JSON.parse(Buffer.from(json).toString());

it('writes what real SDKs sent in the shapes of the schemas, sample by sample', async () => {
  let profiles = 0;
  let chunks = 0;
  for (const name of names) {
    const item = await keptItem(readFileSync(new URL(name, FOLDER)));
    if (item === undefined) continue;
    // Moved to 1970, which changes no count.
    const start = readKeptItem(item, 0);
    if (start.state !== 'decoded') throw new Error(`${name} is not decoded`);
    const { length } = start.recording.samples;
    if ('chunkId' in start) {
      chunks += 1;
      const shaped = profileSchema.parse(parsed(retrievedChunk(start, facts, runtime)));
      expect(shaped.profile.samples, name).toHaveLength(length);
      const merged = mergeChunks([start], { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY })!;
      const { chunk } = chunksSchema.parse(JSON.parse(chunkText(merged, facts)));
      const sent = JSON.parse(Buffer.from(item.payload).toString()) as typeof chunk;
      expect(chunk.profile.samples, name).toHaveLength(length);
      expect(chunk.client_sdk).toEqual(sent.client_sdk);
    } else {
      profiles += 1;
      const document = profileSchema.parse(parsed(retrievedProfile(start, facts)));
      const sent = JSON.parse(Buffer.from(item.payload).toString()) as typeof document;
      expect(document.profile.samples, name).toHaveLength(length);
      expect(document).toMatchObject({ event_id: sent.event_id, platform: sent.platform, runtime: sent.runtime });
      expect(document.transaction.active_thread_id).toBe(
        Number(
          (sent.transaction ?? (sent as unknown as { transactions: (typeof sent.transaction)[] }).transactions[0])
            .active_thread_id,
        ),
      );
    }
  }
  expect([profiles, chunks]).toEqual([4, 9]);
});
