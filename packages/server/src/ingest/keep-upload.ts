import { redact } from '../auth/redact.ts';
import type { Project } from '../catalog/projects.ts';
import type { Acceptance, Original } from '../store/upload.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { PreparedUpload } from './upload-format.ts';

/** `stream`: one of a continuous flow, so its original is kept shortly; `single`: as long as the project keeps those. */
export type Keep = 'stream' | 'single';

export interface KeptUpload {
  readonly original: Original;
  readonly prepared: PreparedUpload;
  readonly keep: Keep;
  /** Of the upload as sent, for the counters. */
  readonly bytes: number;
}

/** Left out on purpose: counted, and not among what was dropped, where it would hide real losses. */
const EXPECTED: ReadonlySet<string> = new Set(['profiler_own_threads']);

/** Makes a decoded upload durable in a project and counts it. Resolves when the original is on disk. @throws HearthError */
export async function keepUpload(
  { writer, log, releases }: Pick<IngestDeps, 'writer' | 'log' | 'releases'>,
  project: Project,
  { original, prepared, keep, bytes }: KeptUpload,
): Promise<Acceptance> {
  const { decoded, uploadId, contentHash } = prepared;
  const app = decoded.profiles[0]?.app ?? decoded.spans[0]?.app ?? '';
  const keepOriginal = keep === 'single' || decoded.profiles.some(({ state }) => state === 'not_decoded');
  const acceptance = await writer.accept({
    projectId: project.id,
    uploadId,
    contentHash,
    original,
    decoded,
    keepDays: {
      original: keepOriginal ? project.singleOriginalDays : project.streamOriginalDays,
      derived: project.retentionDays,
    },
  });

  const event = { projectId: project.id, source: original.source, app };
  const whole = { ...event, count: 1, bytes, message: '' };
  switch (acceptance.outcome) {
    case 'stored':
      log.record({ ...whole, outcome: 'accepted', reason: '' });
      for (const { reason, count, message } of decoded.drops) {
        const outcome = EXPECTED.has(reason) ? 'accepted' : 'dropped';
        log.record({ ...event, outcome, reason, count, bytes: 0, message: redact(message) });
      }
      for (const { release, startMs } of decoded.profiles) {
        if (release !== '') releases.seen(project, release, startMs);
      }
      break;
    case 'duplicate':
      log.record({ ...whole, outcome: 'duplicate', reason: 'sent_again' });
      break;
    case 'conflict':
      log.record({ ...whole, outcome: 'dropped', reason: 'duplicate_id' });
      break;
  }
  return acceptance;
}
