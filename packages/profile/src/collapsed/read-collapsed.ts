import { DEFAULT_IMPORT_LIMITS, type ImportLimits, MAX_COLLAPSED_LINE_BYTES } from '../formats/import-limits.ts';
import type { FrameIndex, Profile, StackIndex } from '../profile.ts';
import { type LabelInput, ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';

/** A stack, a space, a whole number. Without anything ambiguous in it, so that a long line is matched in one pass. */
export const COLLAPSED_LINE = /^.*\S[ \t]\d+$/s;

/** The format has one number a line and does not say what it counts; nearly all tools count samples. */
export const COLLAPSED_TYPE: ValueType = { type: 'samples', unit: 'count', aggregation: 'sum' };

/** What py-spy puts below the stacks of a thread. Ids differ from run to run, so that as frames they would part equal stacks. */
const THREAD = /^thread \((?<id>\w+)\)(?:: (?<name>.*))?$/i;
const LINE_FEED = 0x0a;

/**
 * Reads collapsed stacks: `frame;frame;frame 12` on each line, root first. A frame that ends in ` (file:line)`, as py-spy writes
 * them, has a file and a line.
 *
 * Format: `stackcollapse-perf.pl` of the FlameGraph scripts, which nothing but its own output describes.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are
 */
export function readCollapsed(bytes: Uint8Array, limits: ImportLimits = DEFAULT_IMPORT_LIMITS): Profile {
  const builder = new ProfileBuilder([COLLAPSED_TYPE]);
  const frames = new Map<string, FrameIndex>();
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let samples = 0;
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const end = feed < 0 ? bytes.length : feed;
    number++;
    if (end - from > MAX_COLLAPSED_LINE_BYTES) {
      throw new ProfileFormatError('string_too_long', `line ${number} has more than ${MAX_COLLAPSED_LINE_BYTES} bytes`);
    }
    const line = decoded(utf8, bytes.subarray(from, end), number).trim();
    from = end + 1;
    if (line === '') continue;
    if (samples++ === limits.samples) {
      throw new ProfileFormatError('too_many_samples', `the file has more than ${limits.samples} stacks`);
    }
    const { path, value } = split(line, number);
    if (path.length > limits.depth) {
      throw new ProfileFormatError('too_deep', `line ${number} has more than ${limits.depth} frames`);
    }
    const labels = threadLabels(path[0]!);
    if (labels.length > 0) path.shift();
    let stack: StackIndex | -1 = -1;
    for (const text of path) {
      let frame = frames.get(text);
      if (frame === undefined) {
        frame = frameOf(builder, text);
        frames.set(text, frame);
      }
      stack = builder.stack(stack, frame);
      if (stack >= limits.stacks) {
        throw new ProfileFormatError('too_many_stacks', `the stacks make more than ${limits.stacks} nodes`);
      }
    }
    builder.sample(stack, [value], labels);
  }
  return builder.finish();
}

function decoded(utf8: InstanceType<typeof TextDecoder>, bytes: Uint8Array, number: number): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProfileFormatError('invalid_utf8', `line ${number} is not UTF-8`);
  }
}

function split(line: string, number: number): { readonly path: string[]; readonly value: number } {
  if (!COLLAPSED_LINE.test(line)) {
    throw new ProfileFormatError('bad_line', `line ${number} is not a stack and a whole number`);
  }
  const at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  const value = Number(line.slice(at + 1));
  if (!Number.isSafeInteger(value)) {
    throw new ProfileFormatError('value_out_of_range', `the value of line ${number} is beyond 2^53`);
  }
  return { path: line.slice(0, at).trim().split(';'), value };
}

function threadLabels(root: string): readonly LabelInput[] {
  const { id, name } = THREAD.exec(root)?.groups ?? {};
  if (id === undefined) return [];
  const label: LabelInput = { key: 'thread id', text: id };
  return name === undefined ? [label] : [label, { key: 'thread name', text: name }];
}

/** `name (file:line)`; everything else is a name, brackets and colons included. */
function frameOf(builder: ProfileBuilder, text: string): FrameIndex {
  const open = text.lastIndexOf(' (');
  const colon = text.lastIndexOf(':');
  if (open > 0 && colon > open + 2 && text.endsWith(')')) {
    const digits = text.slice(colon + 1, -1);
    if (/^\d{1,9}$/.test(digits)) {
      const func = builder.func({ name: text.slice(0, open), file: text.slice(open + 2, colon) });
      return builder.frame({ func, line: Number(digits) });
    }
  }
  return builder.frame({ func: builder.func({ name: text }) });
}
