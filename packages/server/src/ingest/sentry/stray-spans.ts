import { MAX_AHEAD_MS, MAX_UPLOAD_DAYS } from '../../store/bounds/limits.ts';
import { dayOf } from '../../store/derive/expiry-week.ts';
import type { DecodedSpan, DecodedUpload, OriginalContext } from '../../store/upload.ts';
import type { CompletedUpload } from './complete-chunk.ts';

/**
 * Leaves out spans at times for which the store would refuse the whole upload: one wrong time of a client must not cost the profile
 * beside it. How long the project keeps things is noted beside the original then, so that decoding it again leaves out the same.
 */
export function dropStraySpans({ original, prepared }: CompletedUpload, retentionDays: number): CompletedUpload {
  const context: OriginalContext = { ...original.context, retentionDays };
  const decoded = withoutStraySpans(prepared.decoded, context);
  return decoded === prepared.decoded
    ? { original, prepared }
    : { original: { ...original, context }, prepared: { ...prepared, decoded } };
}

/** The same upload when the context does not say for how long it is kept, or nothing strays. */
export function withoutStraySpans(
  decoded: DecodedUpload,
  { receivedMs, retentionDays }: OriginalContext,
): DecodedUpload {
  if (retentionDays === undefined) return decoded;
  const oldestDay = dayOf(receivedMs) - retentionDays;
  const days = new Set(decoded.profiles.map(({ startMs }) => dayOf(startMs)));
  const spans = decoded.spans.filter(({ startMs, endMs }: DecodedSpan) => {
    const day = dayOf(startMs);
    if (day < oldestDay || endMs > receivedMs + MAX_AHEAD_MS) return false;
    if (!days.has(day) && days.size === MAX_UPLOAD_DAYS) return false;
    days.add(day);
    return true;
  });
  const count = decoded.spans.length - spans.length;
  if (count === 0) return decoded;
  const message = 'Spans that are too old, lie ahead or are days apart were left out.';
  return { ...decoded, spans, drops: [...decoded.drops, { reason: 'span_out_of_range', count, message }] };
}
