import { setImmediate as nextTurn } from 'node:timers/promises';
import { readKeptItem, wholeDocument } from '@hearth/profile';
import type { Project } from '../../../catalog/projects.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { FoundSpan } from '../../../store/readers/stored-span.ts';
import { type Answer, expired, MISSING } from './answer.ts';
import { type Found, findKept } from './find-kept.ts';
import { keptItem, MAX_INLINE_PAYLOAD_BYTES } from './kept-item.ts';
import { loadChunks } from './load-chunks.ts';
import type { ProfileName } from './profile-name.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { sessionDocument } from './session-document.ts';
import { storedFacts } from './stored-facts.ts';
import { whileReadable } from './while-readable.ts';

/** The document of what a name stands for. */
export async function retrieveProfile(
  deps: ProfilingDeps,
  project: Project,
  name: ProfileName,
  ask: Ask,
): Promise<Answer> {
  const found = await findKept(deps.questions, project.id, name, ask);
  if (found === undefined) return MISSING;
  return whileReadable(() =>
    found.kind === 'profile' ? retrieveWhole(deps, project, found, ask) : retrieveSlice(deps, project, found.span, ask),
  );
}

async function retrieveWhole(
  { questions, findRelease }: ProfilingDeps,
  project: Project,
  { profile, span: known }: Extract<Found, { readonly kind: 'profile' }>,
  ask: Ask,
): Promise<Answer> {
  if (profile.source !== 'sentry') return { kind: 'missing', detail: 'The profile did not come from a Sentry SDK.' };
  const { transactionId } = profile.link;
  // The engine is asked first: it works while the catalog is read, which takes this thread.
  const asked = questions.originalOf(project.id, profile, ask);
  const facts = Promise.all([
    nextTurn().then(() => storedFacts(project, profile, findRelease, ask)),
    known !== undefined || transactionId === '' ? known : questions.span(project.id, { transactionId }, ask),
  ]);
  // Whoever awaits it below sees a failure; until then the original may have failed first.
  facts.catch(() => undefined);
  const original = await asked;
  if (original.state === 'expired') return expired(original.expiredMs);
  const item = await keptItem(original.original.body);
  if (item === undefined) return UNREADABLE;
  const runtime = profile.facets;
  if (item.payload.length > MAX_INLINE_PAYLOAD_BYTES) {
    const [stored, span] = await facts;
    const kept = { item, startMs: profile.startMs, facts: stored, runtime };
    const written = await questions.keptDocument([kept], { kind: 'whole', span });
    const json = written.isReadable ? written.json : undefined;
    return json === undefined ? UNREADABLE : { kind: 'document', json };
  }
  // Read while the engine looks up what else is known of it.
  const read = readKeptItem(item, profile.startMs);
  const [stored, span] = await facts;
  return { kind: 'document', json: wholeDocument(read, { facts: stored, runtime }, span) };
}

async function retrieveSlice(deps: ProfilingDeps, project: Project, span: FoundSpan, ask: Ask): Promise<Answer> {
  // A chunk that begins in the last moment of the span belongs to it.
  const window = { sessionId: span.sessionId, fromMs: span.startMs, toMs: span.endMs + 1 };
  const { chunks, isTruncated, expiredMs } = await loadChunks(deps.questions, project.id, window, ask);
  const written = await sessionDocument(deps, project, chunks, { kind: 'slice', span }, ask);
  if (!written.isReadable) return UNREADABLE;
  const { json } = written;
  if (json === undefined) return expiredMs === undefined ? NO_SAMPLES : expired(expiredMs);
  return { kind: 'document', json, isTruncated };
}

const NO_SAMPLES: Answer = { kind: 'missing', detail: 'No samples of this transaction are kept.' };

const UNREADABLE: Answer = { kind: 'unreadable' };
