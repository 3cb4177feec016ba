import type { FrameRef, KeySet } from '../tree/frame-keys.ts';
import { PairIndex } from '../tree/pair-index.ts';

interface KeyOrigin {
  readonly keys: KeySet;
  readonly key: number;
}

/** Keys of several apps under one numbering: the same content is the same key. */
export class JoinedKeys implements KeySet {
  readonly #pairs = new PairIndex();
  readonly #origins: KeyOrigin[] = [];

  get length(): number {
    return this.#pairs.length;
  }

  get low(): Uint32Array {
    return this.#pairs.low;
  }

  get high(): Uint32Array {
    return this.#pairs.high;
  }

  add(keys: KeySet, key: number): number {
    const joined = this.#pairs.add(keys.low[key]!, keys.high[key]!);
    if (joined === this.#origins.length) this.#origins.push({ keys, key });
    return joined;
  }

  /** For the keys of one set, the keys here; made as they are asked for. */
  from(keys: KeySet): (key: number) => number {
    const known = new Int32Array(keys.length).fill(-1);
    return (key) => {
      const found = known[key]!;
      if (found >= 0) return found;
      const joined = this.add(keys, key);
      known[key] = joined;
      return joined;
    };
  }

  frameOf(key: number): FrameRef {
    const origin = this.#origins[key]!;
    return origin.keys.frameOf(origin.key);
  }
}
