import type { SentryProfile } from '../sentry-profile.ts';
import { activeThreadOf } from './active-thread.ts';
import { imagesOf } from './debug-meta-text.ts';
import { profileJson } from './profile-json.ts';
import type { DocumentSpan, StoredFacts } from './stored-facts.ts';
import { metadataOf, tagsOf } from './transaction-metadata.ts';

/** Names that Sentry answers in `transaction_metadata`; whatever else a payload brings stays in the original. */
const METADATA_NAMES: ReadonlySet<string> = new Set([...metadataOf(undefined, { startMs: 0, endMs: 0 }).keys()]);

/**
 * Sentry's answer for a v1 profile, JSON in UTF-8. What the payload says of its transaction wins over the span that was stored for it.
 * @param span the transaction's, when one is known
 */
export function retrievedProfile(profile: SentryProfile, facts: StoredFacts, span?: DocumentSpan): Uint8Array {
  const { transaction, recording } = profile;
  const { relativeStartNanos, relativeEndNanos, durationNanos = 0 } = transaction;
  const endNanos = recording.endNanos ?? recording.samples.elapsedNanos.at(-1) ?? 0;
  const environment = profile.environment || span?.environment || '';
  const metadata = metadataOf(span, {
    startMs: recording.startMs + relativeStartNanos / 1e6,
    endMs: recording.startMs + endNanos / 1e6,
  });
  const said: readonly (readonly [string, string])[] = [
    ['dist', profile.dist],
    ['environment', environment],
    ['release', facts.version],
    ['transaction', transaction.name],
    ['segment_id', transaction.segmentId],
    ...profile.transactionMetadata,
  ];
  for (const [name, value] of said) if (value !== '' && METADATA_NAMES.has(name)) metadata.set(name, value);
  return profileJson({
    ...profile,
    organizationId: facts.organizationId,
    projectId: facts.projectId,
    receivedMs: facts.receivedMs,
    retentionDays: facts.retentionDays,
    release: facts.release,
    eventId: profile.profileId,
    environment,
    images: imagesOf(profile.debugMeta),
    transaction: {
      ...transaction,
      segmentId: transaction.segmentId || span?.segmentId || '',
      activeThreadId: transaction.activeThreadId || activeThreadOf(recording) || '0',
      durationNanos: durationNanos || Math.max(0, relativeEndNanos - relativeStartNanos),
    },
    transactionMetadata: metadata,
    transactionTags: profile.transactionTags.size > 0 ? profile.transactionTags : tagsOf(span),
  });
}
