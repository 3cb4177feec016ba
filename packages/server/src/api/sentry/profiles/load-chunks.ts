import type { EnvelopeItem } from '@hearth/profile';
import { keptUntilMs } from '../../../query/kept-until.ts';
import type { Questions } from '../../../query/questions.ts';
import type { ProfileSummary } from '../../../store/readers/profile-summary.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { SessionWindow } from '../../../store/readers/session-window.ts';
import type { ProjectId } from '../../../store/upload.ts';
import { keptItem } from './kept-item.ts';

/** Chunks of one answer: Sentry's own limit. 50 of 60 s are most of an hour. */
export const MAX_CHUNKS = 50;
/** Payloads of one answer, inflated: 50 chunks of a busy Python process have 38 MB. Older chunks are left out beyond. */
export const MAX_CHUNK_BYTES = 64 * 1024 * 1024;
/** Asked for at a time: the engine answers several as fast as one. */
const AT_ONCE = 4;

export interface LoadedChunk {
  readonly profile: ProfileSummary;
  readonly item: EnvelopeItem;
}

export interface LoadedChunks {
  /** Newest first. */
  readonly chunks: readonly LoadedChunk[];
  /** Older chunks of the window were left out. */
  readonly isTruncated: boolean;
  /** Until when the newest of those was kept whose original is gone; undefined when all are there. Unix milliseconds. */
  readonly expiredMs: number | undefined;
}

/**
 * The chunks of a session that overlap a window, from their originals; not read yet. Rejects as `keptItem` does.
 */
export async function loadChunks(
  questions: Questions,
  project: ProjectId,
  window: Omit<SessionWindow, 'limit'>,
  ask: Ask,
): Promise<LoadedChunks> {
  const listed = await questions.chunks(project, { ...window, limit: MAX_CHUNKS + 1 }, ask);
  const profiles = listed.slice(0, MAX_CHUNKS).map(({ profile }) => profile);
  const chunks: LoadedChunk[] = [];
  let expiredMs: number | undefined;
  let bytes = 0;
  for (let at = 0; at < profiles.length; at += AT_ONCE) {
    if (bytes > MAX_CHUNK_BYTES) return { chunks, isTruncated: true, expiredMs };
    const batch = profiles.slice(at, at + AT_ONCE);
    const originals = await Promise.all(batch.map((profile) => questions.originalOf(project, profile, ask)));
    for (const answer of originals) {
      if (answer.state === 'expired') {
        expiredMs ??= keptUntilMs(answer.profile.startMs, answer.profile.originalKeepDays);
        continue;
      }
      const item = await keptItem(answer.original.body);
      if (item === undefined) continue;
      bytes += item.payload.length;
      chunks.push({ profile: answer.profile, item });
    }
  }
  return { chunks, isTruncated: listed.length > MAX_CHUNKS, expiredMs };
}
