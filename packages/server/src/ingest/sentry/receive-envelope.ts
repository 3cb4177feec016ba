import { encodeEnvelope } from '@hearth/profile';
import type { FastifyRequest } from 'fastify';
import { admitByBodyKey, awaitsBodyKey } from '../../auth/body-key.ts';
import { redact } from '../../auth/redact.ts';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Original, PartialDrop } from '../../store/upload.ts';
import { acceptUpload } from '../accept-upload.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { keptBody } from '../kept-body.ts';
import { type BodyBounds, type ReceivedBody, receiveBody } from '../receive-body.ts';
import { notesOf } from '../upload-notes.ts';
import { checkItemSizes } from './check-item-sizes.ts';
import { discardedByClient } from './client-report.ts';
import { clockCorrectionMs } from './clock-correction.ts';
import { completeChunk } from './complete-chunk.ts';
import { dsnKeyOf } from './dsn-key.ts';
import { hexIdOf } from './fields.ts';
import { type KeptItems, keepItems } from './kept-items.ts';
import { SENTRY_CLIENT_HEADER } from './original-headers.ts';
import { readEnvelope } from './read-envelope.ts';
import { checkProtocolVersion, sentryClientOf } from './sentry-credential.ts';
import type { SessionMemory } from './session-memory.ts';
import { dropStraySpans } from './stray-spans.ts';

/**
 * The way in of one envelope: read, let in (by its DSN, when nothing else says who sends), cut down to what is kept, decoded,
 * made durable. Resolves with the envelope's event id, '' when it has none, once what is kept of it is on disk.
 *
 * @throws HearthError, ClientGoneError: to be answered by `answerIngestError`, which counts the drop
 */
export async function receiveEnvelope(
  deps: IngestDeps,
  memory: SessionMemory,
  request: FastifyRequest,
): Promise<string> {
  const receivedMs = deps.now();
  checkProtocolVersion(request);
  return receiveBody(deps, request, boundsFor(deps, request), async (body) => {
    if (body.content.length === 0) {
      await admitByBodyKey(request, undefined);
      throw new HearthError('empty_body');
    }
    const sent = readEnvelope(body.content);
    if (awaitsBodyKey(request)) await admitByBodyKey(request, dsnKeyOf(sent.headers));
    checkItemSizes(sent.items, deps.limits);
    const kept = keepItems(sent);
    const drops = await keep(deps, memory, request, { body, kept, receivedMs });
    countBeside(deps, request, kept, [...drops, ...discardedByClient(sent.items, deps.limits.clientReportBytes)]);
    return hexIdOf(sent.headers['event_id'], 32);
  });
}

/** A stranger's body is read before anybody is let in, so it gets less room, and room of its own. */
function boundsFor({ limits, bodiesInHand, strangersBodiesInHand }: IngestDeps, request: FastifyRequest): BodyBounds {
  if (!awaitsBodyKey(request)) {
    return { sentBytes: limits.bodyBytes, contentBytes: limits.inflatedBytes, bodiesInHand };
  }
  return {
    sentBytes: Math.min(limits.bodyBytes, limits.strangersBodyBytes),
    contentBytes: Math.min(limits.inflatedBytes, limits.strangersInflatedBytes),
    bodiesInHand: strangersBodiesInHand,
  };
}

interface Received {
  readonly body: ReceivedBody;
  readonly kept: KeptItems;
  readonly receivedMs: number;
}

/** Decodes and stores what is kept. Resolves with the drops of an envelope of which nothing could be stored. */
async function keep(
  deps: IngestDeps,
  memory: SessionMemory,
  request: FastifyRequest,
  { body, kept, receivedMs }: Received,
): Promise<readonly PartialDrop[]> {
  if (kept.envelope.items.length === 0) return countNothingKept(deps, request, []);
  const project = projectOf(request);
  const { headers } = kept.envelope;
  const plain = kept.differs ? encodeEnvelope(kept.envelope) : body.content;
  const client = sentryClientOf(request);
  const original: Original = {
    source: 'sentry',
    format: 'sentry-envelope',
    contentType: 'application/x-sentry-envelope',
    headers: client === '' ? {} : { [SENTRY_CLIENT_HEADER]: client },
    body: plain,
    context: { defaultEnvironment: project.defaultEnvironment, projectSlug: project.slug, receivedMs },
  };
  const prepared = await deps.decoder.prepare(original, deps.limits.inlineEnvelopeBytes);
  const recall = (sessionId: string) => memory.recall(project.id, sessionId);
  const whole = dropStraySpans(completeChunk({ original, prepared }, headers, recall), project.retentionDays);
  const { decoded, sessions = [] } = whole.prepared;
  if (decoded.profiles.length === 0 && decoded.spans.length === 0)
    return countNothingKept(deps, request, decoded.drops);

  const cameAsGzip = !kept.differs && request.headers['content-encoding']?.trim().toLowerCase() === 'gzip';
  const stored: Original = { ...whole.original, body: await keptBody(plain, cameAsGzip ? body.sent : undefined) };
  await acceptUpload(deps, request, stored, whole.prepared, decoded.profiles.length > 0 ? 'single' : 'stream');
  memory.learn(project.id, sessions, clockCorrectionMs(headers['sent_at'], receivedMs) ?? 0);
  return [];
}

/** An envelope that holds nothing for us is taken all the same: its client cannot know. */
function countNothingKept<T>({ log }: IngestDeps, request: FastifyRequest, drops: T): T {
  const { bytes, app } = notesOf(request);
  const { id: projectId } = projectOf(request);
  const event = { projectId, source: 'sentry', outcome: 'accepted', reason: 'nothing_to_keep' } as const;
  log.record({ ...event, count: 1, bytes, app, message: '' });
  return drops;
}

/** Counts what an accepted envelope held beside. Items of other kinds are no losses: they stand with what was accepted. */
function countBeside(
  { log }: IngestDeps,
  request: FastifyRequest,
  { furtherProfiles, others }: KeptItems,
  drops: readonly PartialDrop[],
): void {
  const { id: projectId } = projectOf(request);
  const event = { projectId, source: 'sentry', app: notesOf(request).app, bytes: 0 } as const;
  if (others > 0) log.record({ ...event, outcome: 'accepted', reason: 'item_not_kept', count: others, message: '' });
  const message = 'An envelope may hold one profile; further ones were left out.';
  const further = { reason: 'profiling_too_many_profiles', count: furtherProfiles, message };
  for (const drop of furtherProfiles > 0 ? [further, ...drops] : drops) {
    log.record({ ...event, ...drop, outcome: 'dropped', message: redact(drop.message) });
  }
}
