import type { SentryFrame } from './sentry-frame.ts';
import type { SentryStacks } from './sentry-recording.ts';

/**
 * Takes away what lies below the program itself, at the root side of stacks:
 * - Python: the `<module>` of `<string>` that starts a worker or `python -c`, unless it is all there is;
 * - cocoa: what calls `main` (`start` of the dynamic linker).
 */
export function trimStacks(stacks: SentryStacks, frames: readonly SentryFrame[], platform: string): SentryStacks {
  if (platform === 'python') {
    const roots = frames.map((frame) => frame.function === '<module>' && frame.filename === '<string>');
    return cutRoots(stacks, roots, (from, to) =>
      to - from > 1 && roots[stacks.frame[to - 1]!] === true ? to - 1 : to,
    );
  }
  if (platform === 'cocoa') {
    const mains = frames.map((frame) => frame.function === 'main');
    return cutRoots(stacks, mains, (from, to) => {
      let end = to;
      while (end > from && mains[stacks.frame[end - 1]!] === false) end--;
      return end === from ? to : end;
    });
  }
  return stacks;
}

/** Stacks that end where `endOf` says; the same stacks when no frame is a mark. */
function cutRoots(
  stacks: SentryStacks,
  marks: readonly boolean[],
  endOf: (from: number, to: number) => number,
): SentryStacks {
  if (!marks.includes(true)) return stacks;
  const first = new Uint32Array(stacks.length + 1);
  const frame = new Int32Array(stacks.frame.length);
  let length = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    const from = stacks.first[stack]!;
    const part = stacks.frame.subarray(from, endOf(from, stacks.first[stack + 1]!));
    frame.set(part, length);
    length += part.length;
    first[stack + 1] = length;
  }
  return { length: stacks.length, first, frame: frame.slice(0, length) };
}
