import { type NameParts, splitName } from './split-name.ts';
import type { FrameInfo } from './tree-columns.ts';

/** Names of frames in their parts, each split when it is first asked for. */
export class FrameNames {
  readonly frames: readonly FrameInfo[];
  readonly #parts: (NameParts | undefined)[];

  constructor(frames: readonly FrameInfo[]) {
    this.frames = frames;
    // Full from the start: an array that is written here and there becomes a table of hashes.
    this.#parts = new Array<NameParts | undefined>(frames.length).fill(undefined);
  }

  of(index: number): NameParts {
    const known = this.#parts[index];
    if (known !== undefined) return known;
    const parts = splitName(this.frames[index]!);
    this.#parts[index] = parts;
    return parts;
  }
}
