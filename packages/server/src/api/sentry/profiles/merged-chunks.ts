import type { Project } from '../../../catalog/projects.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { SessionWindow } from '../../../store/readers/session-window.ts';
import { type Answer, expired } from './answer.ts';
import { loadChunks } from './load-chunks.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { sessionDocument } from './session-document.ts';
import { whileReadable } from './while-readable.ts';

/** The chunks of a window as one; undefined when the session has none in it. */
export async function mergedChunks(
  deps: ProfilingDeps,
  project: Project,
  window: Omit<SessionWindow, 'limit'>,
  ask: Ask,
): Promise<Answer | undefined> {
  return whileReadable(async () => {
    const { chunks, isTruncated, expiredMs } = await loadChunks(deps.questions, project.id, window, ask);
    const written = await sessionDocument(deps, project, chunks, { kind: 'session', window }, ask);
    if (!written.isReadable) return { kind: 'unreadable' };
    const { json } = written;
    if (json === undefined) return expiredMs === undefined ? undefined : expired(expiredMs);
    return { kind: 'document', json, isTruncated };
  });
}
