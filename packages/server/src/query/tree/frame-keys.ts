import { GrowableWords } from './growable-words.ts';
import { PairIndex } from './pair-index.ts';

/** A frame, by its id's halves: where the text of a key is read. */
export interface FrameRef {
  readonly app: string;
  readonly lo: number;
  readonly hi: number;
}

/** What frames are told apart by in an answer: numbered keys, each with one frame that stands for it. */
export interface KeySet {
  readonly length: number;
  /** Halves of the keys, the same for the same content in every app. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  frameOf(key: number): FrameRef;
}

/** The keys of one app's frames under one grouping. */
export class FrameKeys implements KeySet {
  readonly #app: string;
  readonly #frames: PairIndex;
  readonly #keys = new PairIndex();
  /** Indexed by frame. */
  readonly #keyOfFrame = new GrowableWords();
  /** Indexed by key. */
  readonly #frameOfKey = new GrowableWords();

  constructor(app: string, frames: PairIndex) {
    this.#app = app;
    this.#frames = frames;
  }

  get length(): number {
    return this.#keys.length;
  }

  get low(): Uint32Array {
    return this.#keys.low;
  }

  get high(): Uint32Array {
    return this.#keys.high;
  }

  get bytes(): number {
    return this.#keys.bytes + this.#keyOfFrame.bytes + this.#frameOfKey.bytes;
  }

  /** Indexed by frame. */
  get keyOfFrame(): Uint32Array {
    return this.#keyOfFrame.data;
  }

  /** How many frames have their key. */
  get frames(): number {
    return this.#keyOfFrame.length;
  }

  /** The key of the next frame. */
  push(lo: number, hi: number): void {
    const frame = this.#keyOfFrame.length;
    const key = this.#keys.add(lo, hi);
    this.#keyOfFrame.push(key);
    if (key === this.#frameOfKey.length) this.#frameOfKey.push(frame);
  }

  find(lo: number, hi: number): number {
    return this.#keys.find(lo, hi);
  }

  frameOf(key: number): FrameRef {
    const frame = this.#frameOfKey.data[key]!;
    return { app: this.#app, lo: this.#frames.low[frame]!, hi: this.#frames.high[frame]! };
  }
}
