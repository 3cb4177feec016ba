import type { EnvelopeItem } from '@hearth/profile';
import type { PartialDrop } from '../../store/upload.ts';
import { fieldsOf, listOf, parseFields } from './fields.ts';

/** Relay's categories of profiles. */
const PROFILE_CATEGORIES: ReadonlySet<unknown> = new Set(['profile', 'profile_chunk', 'profile_chunk_ui']);
/**
 * The reasons that SDKs know (https://develop.sentry.dev/sdk/telemetry/client-reports/), without `sample_rate`: what an
 * application chose not to record is no loss. Anything else is `other`: a reason is a label of a metric, so clients may not
 * make up new ones.
 */
const REASONS: ReadonlySet<unknown> = new Set([
  'backpressure',
  'before_send',
  'buffer_overflow',
  'cache_overflow',
  'event_processor',
  'ignored',
  'insufficient_data',
  'internal_sdk_error',
  'invalid',
  'network_error',
  'no_parent_span',
  'queue_overflow',
  'ratelimit_backoff',
  'send_error',
  'too_big',
]);
/** A client that discards more between two reports, 60 s apart, is not to be believed. */
const MAX_QUANTITY = 1_000_000;

/** The profiles that a client says it discarded itself, by reason; nothing for what cannot be read. */
export function discardedByClient(items: readonly EnvelopeItem[], maxBytes: number): readonly PartialDrop[] {
  const counts = new Map<string, number>();
  for (const { type, payload } of items) {
    if (type !== 'client_report' || payload.length > maxBytes) continue;
    for (const event of listOf(parseFields(payload)?.['discarded_events'])) {
      const { reason, category, quantity } = fieldsOf(event);
      if (!PROFILE_CATEGORIES.has(category) || reason === 'sample_rate') continue;
      if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1) continue;
      const name = `client_${REASONS.has(reason) ? String(reason) : 'other'}`;
      counts.set(name, Math.min(MAX_QUANTITY, (counts.get(name) ?? 0) + quantity));
    }
  }
  return [...counts].map(([reason, count]) => ({ reason, count, message: 'The client discarded profiles itself.' }));
}
