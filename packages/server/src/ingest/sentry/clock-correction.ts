import type { DecodedProfile, DecodedSpan, DecodedUpload } from '../../store/upload.ts';
import { timeMsOf } from './time-of.ts';

/** A clock that is off by no more is left alone: the way here takes time too, and retries of one envelope should agree. */
export const MAX_CLOCK_SKEW_MS = 60_000;

/**
 * What to add to the times of an envelope, in whole milliseconds: the distance between the client's clock when it sent the
 * envelope (`sent_at`) and ours when it came. 0 for a clock that is right; undefined when the envelope does not say.
 */
export function clockCorrectionMs(sentAt: unknown, receivedMs: number): number | undefined {
  const sentMs = timeMsOf(sentAt);
  if (sentMs === undefined) return undefined;
  const offMs = Math.round(receivedMs - sentMs);
  return Math.abs(offMs) > MAX_CLOCK_SKEW_MS ? offMs : 0;
}

/** An upload with its times moved. What is inside of profiles stays as it was sent. */
export function moveTimes(upload: DecodedUpload, byMs: number): DecodedUpload {
  if (byMs === 0) return upload;
  const moved = <T extends DecodedProfile | DecodedSpan>(timed: T): T => ({
    ...timed,
    startMs: timed.startMs + byMs,
    endMs: timed.endMs + byMs,
  });
  return { ...upload, profiles: upload.profiles.map(moved), spans: upload.spans.map(moved) };
}
