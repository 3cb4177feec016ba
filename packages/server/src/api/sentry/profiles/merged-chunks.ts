import { chunkText, legacyChunkText, mergeChunks, type StoredFacts, type UndecodedSentryChunk } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { SessionWindow } from '../../../store/readers/session-window.ts';
import { type Answer, expired } from './answer.ts';
import { type LoadedChunk, loadChunks } from './load-chunks.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { storedFacts } from './stored-facts.ts';
import { whileReadable } from './while-readable.ts';

/** The chunks of a window as one; undefined when the session has none in it. */
export async function mergedChunks(
  { questions, findRelease }: ProfilingDeps,
  project: Project,
  window: Omit<SessionWindow, 'limit'>,
  ask: Ask,
): Promise<Answer | undefined> {
  return whileReadable(async () => {
    const loaded = await loadChunks(questions, project.id, window, ask);
    const { decoded, isTruncated, expiredMs } = loaded;
    // Formats without a decoder have no merge either: their oldest stands for all.
    const [oldest] = [...(decoded.length > 0 ? decoded : loaded.undecoded)].reverse();
    if (oldest === undefined) return expiredMs === undefined ? undefined : expired(expiredMs);
    const factsOf = await storedFacts(project, oldest.profile, findRelease, ask);
    const facts = factsOf(oldest.chunk.platform);
    const chunks = decoded.map(({ chunk }) => chunk);
    const merged = mergeChunks(chunks, window);
    const json = merged === undefined ? legacyText(loaded.undecoded, facts) : chunkText(merged, facts);
    return { kind: 'document', json, isTruncated };
  });
}

function legacyText(newestFirst: readonly LoadedChunk<UndecodedSentryChunk>[], facts: StoredFacts): string {
  const chunks = newestFirst.map(({ chunk }) => chunk).reverse();
  const ids = JSON.stringify(chunks.map(({ chunkId }) => chunkId));
  return `{"chunk":${chunks[0] === undefined ? 'null' : legacyChunkText(chunks[0], facts)},"debug_chunk_ids":${ids}}`;
}
