import type { Project } from '../catalog/projects.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { IngestDeps } from '../ingest/ingest-deps.ts';
import { demoOriginal } from './demo-upload.ts';

/** Begins like gzip and ends too soon. */
const CUT_OFF = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c);
/** A field of pprof that no wire type of protobuf has. */
const BROKEN = Uint8Array.of(0xff, 0x01, 0x02);

/** Uploads as misconfigured clients send them: what app they say, and what they send. */
const REFUSED = [
  ['gateway', CUT_OFF, {}],
  ['catalog', BROKEN, {}],
  ['checkout', BROKEN, { release: 'checkout@'.repeat(30) }],
] as const;

/** Sends what is refused, so that the refusals of the demo have something to show. Each is counted with its real reason. */
export async function sendRefusedUploads(
  { log, decoder }: Pick<IngestDeps, 'log' | 'decoder'>,
  project: Project,
): Promise<void> {
  for (const [app, body, words] of REFUSED) {
    const original = demoOriginal(body, { app, ...words }, project);
    try {
      await decoder.prepare(original);
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      log.record({
        projectId: project.id,
        source: original.source,
        outcome: 'dropped',
        reason: error.code,
        count: 1,
        bytes: body.length,
        app,
        message: error.message,
      });
    }
  }
}
