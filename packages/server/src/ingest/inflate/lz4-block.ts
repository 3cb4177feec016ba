import type { BoundedOutput } from './bounded-output.ts';
import { corrupt, type InflateOptions } from './inflate-options.ts';

const MIN_MATCH = 4;

/**
 * One compressed block, appended to the output (format: lz4_Block_format.md of the lz4 project). Matches may reach back to
 * `historyStart` of the output, where the frame starts.
 *
 *     token | [literal length ...] | literals | offset lo, hi | [match length ...]   ... last sequence: literals only
 */
export function appendLz4Block(
  block: Uint8Array,
  output: BoundedOutput,
  historyStart: number,
  options: InflateOptions,
): void {
  const damaged = () => corrupt(options, 'an lz4 block is damaged');
  let at = 0;
  const extended = (nibble: number): number => {
    let length = nibble;
    if (nibble !== 15) return length;
    for (;;) {
      const more = block[at];
      if (more === undefined) throw damaged();
      at += 1;
      length += more;
      if (more !== 255) return length;
    }
  };

  while (at < block.length) {
    const token = block[at]!;
    at += 1;
    const literals = extended(token >> 4);
    if (at + literals > block.length) throw damaged();
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;

    if (at + 2 > block.length) throw damaged();
    const offset = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const length = extended(token & 15) + MIN_MATCH;
    const from = output.length - offset;
    if (offset === 0 || from < historyStart) throw damaged();
    output.reserve(length);
    const { bytes } = output;
    let to = output.length;
    if (offset >= length) bytes.copyWithin(to, from, from + length);
    else for (let source = from; source < from + length; source += 1, to += 1) bytes[to] = bytes[source]!;
    output.length += length;
  }
}
