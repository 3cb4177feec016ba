import type { CaptureStore, LandingFile } from './capture/capture-store.ts';
import type { Capture } from './catalog/captures/capture.ts';
import type { Catalog } from './catalog/catalog.ts';
import { HearthError } from './errors/hearth-error.ts';
import type { Decoder } from './ingest/decoder.ts';
import type { FormatName } from './ingest/registry.ts';
import type { Questions } from './query/questions.ts';
import type { IngestLog, Original, UploadWriter } from './store/upload.ts';

export interface CaptureStoreDeps {
  readonly catalog: Catalog;
  readonly decoder: Decoder;
  readonly writer: UploadWriter;
  readonly log: IngestLog;
  readonly questions: Questions;
  readonly isDiskFull: () => boolean;
}

/** Clocks of hosts that are synchronised at all differ by less. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;
const FORMAT: FormatName = 'firefox-profile';

/** The way in of a capture's file: as every upload's, with the words that the capture brings. */
export function captureStoreOf(deps: CaptureStoreDeps): CaptureStore {
  const { catalog, decoder, writer, log, questions, isDiskFull } = deps;
  return {
    isDiskFull,
    land: async (capture, file) => {
      const project = await catalog.projects.find(capture.projectId, { kind: 'all' });
      if (project === undefined) throw new HearthError('project_not_found');
      const original: Original = {
        source: 'capture',
        format: FORMAT,
        contentType: 'application/gzip',
        headers: wordsOf(capture, file),
        body: file.bytes,
        context: {
          defaultEnvironment: project.defaultEnvironment,
          projectSlug: project.slug,
          receivedMs: Date.now(),
        },
      };
      const { decoded, uploadId, contentHash } = await decoder.prepare(original);
      const { outcome, profileIds } = await writer.accept({
        projectId: project.id,
        uploadId,
        contentHash,
        original,
        decoded,
        keepDays: { original: project.retentionDays, derived: project.retentionDays },
      });
      const event = { projectId: project.id, source: 'capture', app: capture.pipelineName } as const;
      if (outcome === 'stored') {
        log.record({ ...event, outcome: 'accepted', reason: '', count: 1, bytes: file.bytes.length, message: '' });
        for (const { reason, count, message } of decoded.drops) {
          log.record({ ...event, outcome: 'dropped', reason, count, bytes: 0, message });
        }
      }
      return profileIds[0] ?? capture.id;
    },
    isVisible: async ({ projectId, profileId }) =>
      profileId !== undefined && (await questions.profile(projectId, refOf(profileId))) !== undefined,
    read: async ({ projectId, profileId }) => {
      const answer = profileId === undefined ? undefined : await questions.original(projectId, refOf(profileId));
      if (answer?.state !== 'kept') throw new HearthError('original_expired');
      return answer.original.body;
    },
  };
}

function wordsOf({ id, pipelineName, ordinal, recordingMs }: Capture, { upload }: LandingFile): Record<string, string> {
  const words = {
    app: pipelineName,
    capture: id,
    host: `host-${ordinal}`,
    recorder: `${upload.recorder} ${upload.recorderVersion}`,
  };
  // A host whose clock is wrong: its recording began when the server heard of it.
  const isWrong = recordingMs !== undefined && Math.abs(upload.startedAtMs - recordingMs) > MAX_CLOCK_DIFFERENCE_MS;
  return isWrong ? { ...words, start: new Date(recordingMs).toISOString() } : words;
}

const refOf = (profileId: string) => ({ kind: 'id', hex: profileId }) as const;
