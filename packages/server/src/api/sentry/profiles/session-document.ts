import { type KeptDocumentKind, type KeptItem, keptDocument } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { WrittenDocument } from '../../../query/export/stored-reader.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import { MAX_INLINE_PAYLOAD_BYTES } from './kept-item.ts';
import type { LoadedChunk } from './load-chunks.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { storedFacts } from './stored-facts.ts';

/** What `keptDocument` makes of chunks of a session, here or, when they are many bytes, on a worker thread. Rejects as that does. */
export async function sessionDocument(
  { questions, findRelease }: ProfilingDeps,
  project: Project,
  chunks: readonly LoadedChunk[],
  kind: KeptDocumentKind,
  ask: Ask,
): Promise<WrittenDocument> {
  // Most sessions have one release; it is looked up once.
  const releases = new Map<string, ReturnType<typeof findRelease>>();
  const findOnce: typeof findRelease = (of, version, asking) => {
    const known = releases.get(version) ?? findRelease(of, version, asking);
    releases.set(version, known);
    return known;
  };
  const facts = await Promise.all(chunks.map(({ profile }) => storedFacts(project, profile, findOnce, ask)));
  const items = chunks.map(
    ({ item, profile }, index): KeptItem => ({
      item,
      startMs: profile.startMs,
      facts: facts[index]!,
      runtime: profile.facets,
    }),
  );
  const bytes = items.reduce((sum, { item }) => sum + item.payload.length, 0);
  return bytes <= MAX_INLINE_PAYLOAD_BYTES
    ? { isReadable: true, json: keptDocument(items, kind) }
    : questions.keptDocument(items, kind);
}
