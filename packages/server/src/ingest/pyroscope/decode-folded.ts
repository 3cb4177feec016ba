import { DEFAULT_IMPORT_LIMITS, type Profile, ProfileFormatError, readCollapsed } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { codeOfFormatError } from '../code-of-format-error.ts';
import type { IngestLimits } from '../limits.ts';
import type { FoldedType } from './folded-kind.ts';

const LINE_FEED = 10;
const ONCE = new TextEncoder().encode(' 1');

/**
 * Reads folded stacks as values of the types that their names and units say.
 *
 * @param isLines a stack on each line, counted once, instead of a stack and a number
 * @throws HearthError `invalid_profile`, `value_out_of_range`, `profile_limit`
 */
export function decodeFolded(
  text: Uint8Array,
  isLines: boolean,
  types: readonly FoldedType[],
  limits: IngestLimits,
): Profile {
  try {
    const profile = readCollapsed(isLines ? withCounts(text) : text, {
      ...DEFAULT_IMPORT_LIMITS,
      stacks: limits.stackNodes,
    });
    const counts = profile.samples.values[0]!;
    const values = types.map(({ factor }) => (factor === 1 ? counts : counts.map((count) => inRange(count * factor))));
    return { ...profile, types: types.map(({ type }) => type), samples: { ...profile.samples, values } };
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError(codeOfFormatError(error), {
      message: `The folded stacks: ${error.message} (${error.code}).`,
      cause: error,
    });
  }
}

function inRange(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new ProfileFormatError('value_out_of_range', 'a value in nanoseconds is beyond 2^53');
}

/** Every line that is not empty, with a 1 behind it. */
function withCounts(text: Uint8Array): Uint8Array {
  let lines = 1;
  for (const byte of text) if (byte === LINE_FEED) lines++;
  const counted = new Uint8Array(text.length + lines * ONCE.length);
  let length = 0;
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf(LINE_FEED, from);
    const end = feed < 0 ? text.length : feed;
    const line = text.subarray(from, text[end - 1] === 13 && end > from ? end - 1 : end);
    from = end + 1;
    if (line.every((byte) => byte <= 32)) continue;
    counted.set(line, length);
    counted.set(ONCE, length + line.length);
    length += line.length + ONCE.length;
    counted[length++] = LINE_FEED;
  }
  return counted.subarray(0, length);
}
