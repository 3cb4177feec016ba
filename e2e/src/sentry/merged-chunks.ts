import { z } from 'zod';
import type { HearthApi, ListedProfile } from '../harness/hearth-api.ts';
import { releaseSchema } from './release-schema.ts';

const id = z.string().regex(/^[0-9a-f]{32}$/);
const index = z.int().nonnegative();
const record = z.record(z.string(), z.unknown());

/** The answer of Sentry's `profiling/chunks/`, nothing else allowed but inside of frames. */
const answer = z.strictObject({
  chunk: z.strictObject({
    chunk_id: id,
    profiler_id: id,
    debug_meta: record,
    client_sdk: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
    environment: z.string(),
    platform: z.string(),
    release: z.union([z.string(), releaseSchema]).nullable(),
    version: z.literal('2'),
    profile: z.strictObject({
      frames: z.array(record),
      samples: z.array(z.strictObject({ timestamp: z.number(), stack_id: index, thread_id: z.string() })),
      stacks: z.array(z.array(index)),
      thread_metadata: record.nullable(),
    }),
    organization_id: z.int(),
    project_id: z.int(),
    received: z.number(),
    retention_days: z.int(),
    measurements: z.unknown(),
    options: z.null(),
  }),
  debug_chunk_ids: z.array(id),
});

export type MergedChunks = z.infer<typeof answer>;

/** Asks for the merge of a session's chunks over all of their time. */
export async function mergedChunks(
  api: HearthApi,
  projectId: number,
  chunks: readonly ListedProfile[],
): Promise<MergedChunks> {
  const query = new URLSearchParams({
    project: String(projectId),
    profiler_id: chunks[0]?.sessionId ?? '',
    start: chunks.map(({ start }) => start).sort()[0] ?? '',
    end:
      chunks
        .map(({ end }) => end)
        .sort()
        .at(-1) ?? '',
  });
  return answer.parse(await api.json(`/api/0/organizations/default/profiling/chunks/?${query}`));
}
