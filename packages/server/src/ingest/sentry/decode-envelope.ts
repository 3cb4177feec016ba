import type { EnvelopeItem } from '@hearth/profile';
import type { DecodedSpan, DecodedUpload, Original, PartialDrop, UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import type { PreparedUpload, SessionSighting } from '../upload-format.ts';
import { clockCorrectionMs, moveTimes } from './clock-correction.ts';
import { decodeProfileItem } from './decode-profile-item.ts';
import { hexIdOf } from './fields.ts';
import { isProfileItem } from './kept-items.ts';
import { CLOCK_SKEW_HEADER } from './original-headers.ts';
import { readEnvelope } from './read-envelope.ts';
import { readSpanContainer } from './read-span-container.ts';
import type { SpanItem } from './read-spans.ts';
import { readTransaction, type TransactionItem } from './read-transaction.ts';
import { withoutStraySpans } from './stray-spans.ts';

/**
 * Decodes a kept envelope (see `kept-items.ts`), plain or under gzip: at most one profile or chunk, and the spans of its
 * transactions and containers. What cannot be used is a drop; nothing but a damaged envelope is refused.
 *
 * @throws HearthError `invalid_envelope`, `corrupt_compression`, `inflated_too_large`, `profile_limit`
 */
export function decodeEnvelope(original: Original, limits: IngestLimits): PreparedUpload {
  const { context } = original;
  const bytes = inflate(original.body, { maxBytes: limits.inflatedBytes, name: 'the envelope' });
  const { headers, items } = readEnvelope(bytes);
  const drops = new DropCounts();

  const transactions: TransactionItem[] = [];
  const spanItems: SpanItem[] = [];
  for (const { type, payload } of items) {
    if (type === 'transaction') {
      const read = readTransaction(payload, hexIdOf(headers['event_id'], 32), context, limits);
      if (read === undefined) drops.add('invalid_transaction', 'A transaction has no valid trace context or times.');
      else transactions.push(read);
    } else if (type === 'span') {
      const read = readSpanContainer(payload, context, limits);
      if (read === undefined) drops.add('invalid_span', 'An item of spans is no container of version 2.');
      else spanItems.push(read);
    }
  }
  const all: readonly SpanItem[] = [...transactions, ...spanItems];
  const spans = spansOf(all, limits, drops);
  const sessions = all.flatMap((item) => item.sessions);
  const profiles = profilesOf(items, drops, (item) =>
    decodeProfileItem(item, { original, headers, transactions, sessions, limits }),
  );

  const content = contentHash(items.flatMap(({ type, payload }) => [type, payload]));
  const correctionMs =
    clockCorrectionMs(headers['sent_at'], context.receivedMs) ?? Number(original.headers[CLOCK_SKEW_HEADER] ?? 0);
  const decoded: DecodedUpload = { profiles: profiles.map(({ profile }) => profile), spans, drops: drops.list() };
  return {
    decoded: withoutStraySpans(moveTimes(decoded, correctionMs), context),
    uploadId: (profiles[0]?.profile.ownId ?? content) as string as UploadId,
    contentHash: content,
    sessions: uniqueSessions(sessions),
  };
}

type DecodedItem = ReturnType<typeof decodeProfileItem>;

function profilesOf(
  items: readonly EnvelopeItem[],
  drops: DropCounts,
  decode: (item: EnvelopeItem) => DecodedItem,
): readonly Extract<DecodedItem, { profile: unknown }>[] {
  const [first] = items.filter(isProfileItem);
  if (first === undefined) return [];
  const decoded = decode(first);
  for (const drop of decoded.drops) drops.add(drop.reason, drop.message, drop.count);
  return 'profile' in decoded ? [decoded] : [];
}

function spansOf(items: readonly SpanItem[], limits: IngestLimits, drops: DropCounts): readonly DecodedSpan[] {
  const spans = items.flatMap((item) => item.spans);
  const sum = (count: (item: SpanItem) => number): number => items.reduce((total, item) => total + count(item), 0);
  const beyond = Math.max(0, spans.length - limits.spansPerEnvelope);
  drops.add(
    'invalid_span',
    'Spans without valid ids or times were left out.',
    sum(({ invalid }) => invalid),
  );
  drops.add('too_many_spans', 'Spans beyond the limit were left out.', sum(({ beyondLimit }) => beyondLimit) + beyond);
  return beyond === 0 ? spans : spans.slice(0, limits.spansPerEnvelope);
}

/** The last word on each. */
const uniqueSessions = (sessions: readonly SessionSighting[]): readonly SessionSighting[] => [
  ...new Map(sessions.map((session) => [session.sessionId, session])).values(),
];

/** Drops by reason, each with the message of the first. */
class DropCounts {
  readonly #drops = new Map<string, PartialDrop>();

  add(reason: string, message: string, count = 1): void {
    if (count === 0) return;
    const earlier = this.#drops.get(reason);
    this.#drops.set(reason, { reason, message: earlier?.message ?? message, count: count + (earlier?.count ?? 0) });
  }

  list(): readonly PartialDrop[] {
    return [...this.#drops.values()];
  }
}
