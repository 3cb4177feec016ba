import type { Questions } from '../../../query/questions.ts';
import type { ProfilePlace } from '../../../store/readers/find-place.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { FoundSpan } from '../../../store/readers/stored-span.ts';
import type { ProjectId } from '../../../store/upload.ts';
import type { ProfileName } from './profile-name.ts';

/** What a name stands for: a profile or chunk, or a span whose session has its samples. */
export type Found =
  | {
      readonly kind: 'profile';
      readonly profile: ProfilePlace;
      /** Of its transaction, where it was looked up on the way. */
      readonly span?: FoundSpan | undefined;
    }
  | { readonly kind: 'span'; readonly span: FoundSpan };

/** A span's id where an event's is expected: how a slice of a span that is no event names itself. */
const PADDED_SPAN = /^0{16}([0-9a-f]{16})$/;

/**
 * A profile by its own id or number; else, as extensions, the profile of a transaction by the transaction's id, and the
 * transaction or span whose slice of a session is meant.
 */
export async function findKept(
  questions: Questions,
  project: ProjectId,
  { hex, number, spanId }: ProfileName,
  ask: Ask,
): Promise<Found | undefined> {
  if (hex !== undefined) {
    const own = await questions.place(project, { kind: 'id', hex }, ask);
    if (own !== undefined) return { kind: 'profile', profile: own };
    const [profile, span] = await Promise.all([
      questions.place(project, { kind: 'transaction', hex }, ask),
      questions.span(project, { transactionId: hex }, ask),
    ]);
    if (profile !== undefined) return { kind: 'profile', profile, span };
    if (span !== undefined) return span.sessionId === '' ? undefined : { kind: 'span', span };
    const padded = PADDED_SPAN.exec(hex)?.[1];
    return padded === undefined ? undefined : findBySpan(questions, project, padded, ask);
  }
  if (number !== undefined && Number.isSafeInteger(number)) {
    const profile = await questions.place(project, { kind: 'numeric', number }, ask);
    if (profile !== undefined) return { kind: 'profile', profile };
  }
  return spanId === undefined ? undefined : findBySpan(questions, project, spanId, ask);
}

/** SDK 11 names the session on the segment span only, so the spans below take it from there. */
async function findBySpan(
  questions: Questions,
  project: ProjectId,
  spanId: string,
  ask: Ask,
): Promise<Found | undefined> {
  const span = await questions.span(project, { spanId }, ask);
  if (span === undefined) return undefined;
  if (span.sessionId !== '') return { kind: 'span', span };
  if (span.transactionId !== '') {
    const profile = await questions.place(project, { kind: 'transaction', hex: span.transactionId }, ask);
    if (profile !== undefined) return { kind: 'profile', profile };
  }
  const hasSegment = span.segmentId !== '' && span.segmentId !== spanId;
  const segment = hasSegment ? await questions.span(project, { spanId: span.segmentId }, ask) : undefined;
  return segment === undefined || segment.sessionId === ''
    ? undefined
    : { kind: 'span', span: { ...span, sessionId: segment.sessionId } };
}
