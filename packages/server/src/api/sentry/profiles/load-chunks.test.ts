import { expect, it } from 'vitest';
import type { Questions } from '../../../query/questions.ts';
import type { ProjectId } from '../../../store/upload.ts';
import { loadChunks, MAX_CHUNK_BYTES } from './load-chunks.ts';
import { chunkPayload, SESSION, SESSION_START_SECONDS } from './testing/example-payloads.ts';

/** Answers `count` times the same chunk, with spaces behind it up to so many bytes. */
function chunksOf(count: number, bytes: number): Questions {
  const text = `{}\n{"type":"profile_chunk"}\n${JSON.stringify(chunkPayload(1))}`;
  const body = Buffer.alloc(Math.max(bytes, text.length), ' ');
  body.write(text);
  const profile = { startMs: SESSION_START_SECONDS * 1000 };
  const questions: Partial<Record<keyof Questions, unknown>> = {
    chunks: async () => Array.from({ length: count }, () => ({ profile })),
    originalOf: async () => ({ state: 'kept', profile, original: { body } }),
  };
  return questions as Questions;
}

const load = (count: number, bytes: number) =>
  loadChunks(chunksOf(count, bytes), 1 as ProjectId, { sessionId: SESSION, fromMs: 0, toMs: 1 }, {});

it('stops reading older chunks when the payloads of the newer ones are many bytes', async () => {
  const { chunks, isTruncated } = await load(9, MAX_CHUNK_BYTES / 4 + 1024);
  expect([chunks.length, isTruncated]).toEqual([4, true]);
});

it('reads at most fifty, and says when there are more', async () => {
  expect(await load(50, 0)).toMatchObject({ chunks: { length: 50 }, isTruncated: false });
  expect(await load(51, 0)).toMatchObject({ chunks: { length: 50 }, isTruncated: true });
});
