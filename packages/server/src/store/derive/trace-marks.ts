import { type Profile, traceLabels } from '@hearth/profile';

/** Four bytes each: 16 kB of a profile, less than half of what its original has. One whose spans are more is marked with {@link ANY_MARK}. */
export const MAX_TRACE_MARKS = 4_096;

/** Stands for every id: whoever asks for one looks into the profile. */
export const ANY_MARK = 0;

/**
 * 32 bits that stand for the id of a span or a trace in `profiles.trace_marks`. Half as much as the id of a span, and enough: two of four
 * billion meet by chance once in a million profiles of 4 000 spans, and then an original is read that has nothing to say.
 *
 * @param id lower-case hex
 */
export function traceMark(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}

/** Marks of all ids that samples of a profile carry, ascending; none for most profiles. */
export function traceMarksOf(parts: readonly { readonly profile: Profile }[]): Uint32Array {
  const marks = new Set<number>();
  for (const { profile } of parts) for (const id of traceLabels(profile)?.ids ?? []) marks.add(traceMark(id));
  return marks.size > MAX_TRACE_MARKS ? Uint32Array.of(ANY_MARK) : Uint32Array.from(marks).sort();
}
