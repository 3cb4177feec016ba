import { canonicalType } from '../canonical-type.ts';
import type { Profile, StackIndex } from '../profile.ts';
import { ProfileBuilder, type ProfileHeader } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';

/** `name (file:line)`, `name (file)` or `name`. */
const FRAME = /^(?<name>.*?)(?: \((?<file>[^():]*)(?::(?<line>\d+))?\))?$/;
/** Stack, labels in braces, values. */
const LINE = /^(?<stack>.*?)(?: ?\{(?<labels>.*)\})?(?<values>(?: -?\d+)+)$/;

/**
 * A profile drawn as text, for tests where the shape is the point. One line a sample: the frames from root to leaf, labels if there
 * are any, one value for each type. Names of types stay as they are, as in `decodePprof`. `-` is the empty stack; lines are trimmed, empty ones skipped.
 *
 *     profileFromText(['samples/count', 'cpu/nanoseconds'], `
 *       main;handle;hash (hash.js:12) 3 30000
 *       main;handle;render {endpoint=/orders, tenant=acme} 1 10000
 *     `)
 *
 * @throws ProfileFormatError `bad_text`
 */
export function profileFromText(types: readonly string[], text: string, header: ProfileHeader = {}): Profile {
  const builder = new ProfileBuilder(
    types.map((entry) => {
      const [type = '', unit = ''] = entry.split('/');
      return { type, unit, aggregation: canonicalType(type, unit).aggregation };
    }),
  );
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '') continue;
    const match = LINE.exec(line)?.groups;
    if (match === undefined) throw new ProfileFormatError('bad_text', `not a stack with values: ${line}`);
    const labels = (match['labels'] ?? '').split(', ').filter((label) => label !== '');
    builder.sample(
      stackOf(builder, match['stack']!),
      match['values']!.trim().split(' ').map(Number),
      labels.map((label) => {
        const at = label.indexOf('=');
        if (at < 0) throw new ProfileFormatError('bad_text', `not a label: ${label}`);
        return { key: label.slice(0, at), text: label.slice(at + 1) };
      }),
    );
  }
  return builder.finish(header);
}

function stackOf(builder: ProfileBuilder, text: string): StackIndex | -1 {
  let stack: StackIndex | -1 = -1;
  if (text === '-') return stack;
  for (const frame of text.split(';')) {
    const { name = '', file, line } = FRAME.exec(frame.trim())?.groups ?? {};
    const func = builder.func(file === undefined ? { name } : { name, file });
    stack = builder.stack(stack, builder.frame({ func, line: Number(line ?? 0) }));
  }
  return stack;
}
