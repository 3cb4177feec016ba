import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CaptureFile } from '../../../capture/captures.ts';
import type { Capture } from '../../../catalog/captures/capture.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { readRole } from '../access.ts';
import type { FelderaCaptures, FelderaFaceDeps } from '../feldera-face-deps.ts';
import { FelderaQuery } from '../feldera-query.ts';
import { findPipeline } from '../pipelines/find-pipeline.ts';
import { noSamplyProfile, notDeployed, ordinalOutOfRange, profilingFailure } from './samply-errors.ts';

/**
 * `GET .../samply_profile`: the file of the newest capture of one host.
 *
 * | newest that ended | idle | one runs | one runs, `latest=true` |
 * | ----------------- | ---- | -------- | ----------------------- |
 * | none              | 400  | 400      | 204                     |
 * | good              | 200  | 200      | 204                     |
 * | failed            | 500  | 500      | 204                     |
 *
 * Instead of the first 400: 503 when no agent of the host is there.
 */
export function profileRoute(face: FastifyInstance, deps: FelderaFaceDeps): void {
  const { catalog, captures, now = Date.now } = deps;
  face.get('/pipelines/:pipeline/samply_profile', { config: { access: readRole } }, async (request, reply) => {
    const pipeline = await findPipeline(catalog, request);
    const rules = await catalog.captureRules.get(pipeline.projectId);
    const query = new FelderaQuery(request.url);
    const ordinal = query.count('ordinal', 0);
    const isLatest = query.toggle('latest', false);
    // Ours: the newest good one, whatever came after it.
    const isLastGood = query.toggle('last_good', rules.afterFailure === 'last_good');
    if (ordinal >= pipeline.hosts) throw ordinalOutOfRange(pipeline, ordinal);
    const { running, last, lastGood } = await captures.latest(pipeline, ordinal);
    if (isLatest && running !== undefined) {
      return reply
        .code(204)
        .header('retry-after', String(secondsUntil(running.expectedMs, now())))
        .send();
    }
    const shown = isLastGood ? (lastGood ?? last) : last;
    if (shown === undefined) throw nothingStored(captures, pipeline, ordinal, running);
    if (shown.state !== 'done') throw profilingFailure(shown);
    return sendFile(captures, shown, reply);
  });
}

/**
 * At least 1: symbols may take longer than was foreseen, and a client that is told 0 asks at once, again and again.
 * Always a whole number, which is all that clients read.
 */
const secondsUntil = (thenMs: number, nowMs: number): number => Math.max(1, Math.floor((thenMs - nowMs) / 1000));

function nothingStored(
  captures: FelderaCaptures,
  pipeline: Pipeline,
  ordinal: number,
  running: Capture | undefined,
): Error {
  const host = captures.hosts(pipeline)[ordinal];
  return running !== undefined || host?.state === 'connected'
    ? noSamplyProfile()
    : notDeployed(pipeline, `host ${String(ordinal)} has no agent that is connected, and nothing of it is stored.`);
}

/** The bytes as the agent made them. Never with a content encoding: clients would undo it and save plain JSON. */
async function sendFile(captures: FelderaCaptures, capture: Capture, reply: FastifyReply): Promise<FastifyReply> {
  const { bytes, startMs } = await fileOf(captures, capture);
  const time = new Date(startMs).toISOString().replace('Z', '+00:00');
  return reply
    .type('application/gzip')
    .header('content-disposition', `attachment; filename="${time}-samply_profile.json.gz"`)
    .header('content-length', String(bytes.byteLength))
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

async function fileOf(captures: FelderaCaptures, capture: Capture): Promise<CaptureFile> {
  try {
    return await captures.file(capture);
  } catch (error) {
    if (!(error instanceof HearthError) || error.code !== 'original_expired') throw error;
    throw noSamplyProfile('the last samply profile is older than the retention of its project');
  }
}
