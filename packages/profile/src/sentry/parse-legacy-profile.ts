import { eventId } from './event-id.ts';
import type { JsonValue } from './json-value.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryPayload } from './sentry-payload.ts';
import type { LegacySentryProfile } from './sentry-profile.ts';
import { parseTimestamp } from './timestamp.ts';

/** What holds the samples themselves, in formats that are not read here. */
const LARGE_FIELDS: ReadonlySet<string> = new Set(['sampled_profile', 'js_profile', 'profile']);

/**
 * What an Android profile without a version says of itself; its samples are a trace of the Android runtime.
 * @throws SentryDropError
 */
export function parseLegacyProfile(payload: SentryPayload, hasTrace: boolean): LegacySentryProfile {
  const profileId = eventId(payload.value('profile_id') ?? payload.value('event_id'));
  if (profileId === undefined) {
    throw new SentryDropError('profiling_invalid_json', 'profile_id is missing or not valid');
  }
  if (payload.cursor('sampled_profile') === undefined && !hasTrace) {
    throw new SentryDropError('profiling_invalid_sampled_profile', 'sampled_profile is missing');
  }
  const fields: Record<string, JsonValue> = {};
  for (const key of payload.keys) {
    if (!LARGE_FIELDS.has(key)) fields[key] = payload.value(key) ?? null;
  }
  const start = parseTimestamp(payload.value('timestamp'));
  const startMs = start === undefined ? undefined : start.unixMicros / 1000;
  const durationNanos = payload.number('duration_ns') ?? 0;
  const transaction = payload.object('transaction');
  return {
    state: 'not_decoded',
    profileId,
    platform: payload.text('platform'),
    environment: payload.text('environment'),
    release: payload.text('release') || payload.text('version_name'),
    startMs,
    endMs: startMs === undefined ? undefined : startMs + durationNanos / 1e6,
    transactionId: eventId(payload.value('transaction_id')) ?? eventId(transaction?.value('id')) ?? '',
    transactionName: payload.text('transaction_name') || (transaction?.text('name') ?? ''),
    traceId: eventId(payload.value('trace_id')) ?? eventId(transaction?.value('trace_id')) ?? '',
    fields,
  };
}
