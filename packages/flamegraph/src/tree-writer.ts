import type { FrameInfo, NodeIndex, TreeColumns } from './tree-columns.ts';

/** Builds columns node by node, finding the child of a parent by its frame. */
export class TreeWriter {
  readonly #frames: readonly FrameInfo[];
  readonly #parent: number[] = [];
  readonly #frame: number[] = [];
  readonly #self: number[] = [];
  readonly #total: number[] = [];
  /** Child by parent and frame: frames start at -2, so two more make the key whole. */
  readonly #byKey = new Map<number, NodeIndex>();

  constructor(frames: readonly FrameInfo[]) {
    this.#frames = frames;
  }

  get length(): number {
    return this.#parent.length;
  }

  /** The child of `parent` with that frame, made when it is not there. */
  child(parent: NodeIndex, frame: number): NodeIndex {
    const key = (parent + 1) * (this.#frames.length + 2) + frame + 2;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const node = this.#parent.length;
    this.#byKey.set(key, node);
    this.#parent.push(parent);
    this.#frame.push(frame);
    this.#self.push(0);
    this.#total.push(0);
    return node;
  }

  add(node: NodeIndex, self: number, total: number): void {
    this.#self[node]! += self;
    this.#total[node]! += total;
  }

  columns(): TreeColumns {
    return {
      parent: Int32Array.from(this.#parent),
      frame: Int32Array.from(this.#frame),
      self: Float64Array.from(this.#self),
      total: Float64Array.from(this.#total),
      frames: this.#frames,
    };
  }
}
