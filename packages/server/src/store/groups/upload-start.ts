import type { Upload } from '../upload.ts';

/**
 * The start of an upload, which fixes the day of its original: that of its first profile, else of its earliest span, else when it
 * was received. Unix milliseconds.
 */
export function uploadStartMs({ decoded, original }: Pick<Upload, 'decoded' | 'original'>): number {
  const [first] = decoded.profiles;
  if (first !== undefined) return first.startMs;
  let startMs = Number.POSITIVE_INFINITY;
  for (const span of decoded.spans) startMs = Math.min(startMs, span.startMs);
  return Number.isFinite(startMs) ? startMs : original.context.receivedMs;
}
