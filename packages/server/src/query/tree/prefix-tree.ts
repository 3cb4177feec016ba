import { FRAME_KEY_WORDS, type FrameKeyName, frameKeyNames } from '../../store/readers/load-frame-keys.ts';
import { FrameKeys } from './frame-keys.ts';
import { GroupedTree } from './grouped-tree.ts';
import { GrowableWords } from './growable-words.ts';
import { PairIndex } from './pair-index.ts';

/**
 * What frames are told apart by: their function, also their line, or only their file, or their module (the binary, library or package
 * that they are of).
 */
export const groupings = frameKeyNames;
export type Grouping = FrameKeyName;

/** Under these a frame with its caller's key is its caller. */
export const joinsCallers = (grouping: Grouping): boolean => grouping === 'file' || grouping === 'module';

/** Nodes as columns of 64-bit ids, low word first. */
export interface NodeColumns {
  readonly length: number;
  readonly nodes: Uint32Array;
  readonly parents: Uint32Array;
  readonly frames: Uint32Array;
}

/** Where the frame of the root is. */
const NO_FRAME = 0;
/** Some 30 ms. */
const ROWS_A_STEP = 20_000;
const UNSEEN = 0;
const WAITING = 1;

/**
 * The stacks of an app, numbered so that a parent comes before its children; 0 is the root. Grows only. Node and frame ids become
 * indexes here, once; what is asked of it works on typed arrays.
 */
export class PrefixTree {
  readonly #ids = new PairIndex();
  readonly #frames = new PairIndex();
  readonly #parent = new GrowableWords();
  readonly #frame = new GrowableWords();
  /** Indexed by frame: 1 where it has a symbol. */
  readonly #symbols = new GrowableWords();
  readonly #keys: Readonly<Record<Grouping, FrameKeys>>;
  readonly #grouped: Readonly<Record<Grouping, GroupedTree>>;

  constructor(app: string) {
    const ofEach = <T>(make: (grouping: Grouping) => T): Readonly<Record<Grouping, T>> => ({
      function: make('function'),
      line: make('line'),
      file: make('file'),
      module: make('module'),
    });
    this.#keys = ofEach(() => new FrameKeys(app, this.#frames));
    this.#grouped = ofEach((grouping) => new GroupedTree(this.#keys[grouping], joinsCallers(grouping)));
    this.#ids.add(0, 0);
    this.#frames.add(0, 0);
    this.#parent.push(0);
    this.#frame.push(NO_FRAME);
    this.#symbols.push(1);
    for (const grouping of groupings) this.#keys[grouping].push(0, 0);
  }

  /** Nodes, the root among them. */
  get length(): number {
    return this.#ids.length;
  }

  /** Halves of node ids, indexed by node. Longer than {@link length}. */
  get low(): Uint32Array {
    return this.#ids.low;
  }

  get high(): Uint32Array {
    return this.#ids.high;
  }

  /** Indexed by node; a parent comes before its children. Longer than {@link length}. */
  get parent(): Uint32Array {
    return this.#parent.data;
  }

  /** Index of the frame, indexed by node. */
  get frame(): Uint32Array {
    return this.#frame.data;
  }

  /** How many frames there are, the root's among them. */
  get frames(): number {
    return this.#frames.length;
  }

  get bytes(): number {
    const { bytes } = this.#symbols;
    const columns = bytes + this.#ids.bytes + this.#frames.bytes + this.#parent.bytes + this.#frame.bytes;
    return groupings.reduce((sum, one) => sum + this.#keys[one].bytes + this.#grouped[one].bytes, columns);
  }

  /** Index of a node by its id; -1 for one that is not there. */
  find(lo: number, hi: number): number {
    return this.#ids.find(lo, hi);
  }

  /** Index of a frame by its id; -1 for one that is not there. */
  findFrame(lo: number, hi: number): number {
    return this.#frames.find(lo, hi);
  }

  /** Whether the frame at an index has a symbol. */
  hasSymbol(frame: number): boolean {
    return this.#symbols.data[frame] === 1;
  }

  /** Whether the frame of an id has its keys. */
  knowsFrame(lo: number, hi: number): boolean {
    return this.#frames.find(lo, hi) >= 0;
  }

  /** Takes frames with their keys, rows as `loadFrameKeys` gives them. */
  addFrames(rows: Uint32Array): void {
    for (let at = 0; at + FRAME_KEY_WORDS <= rows.length; at += FRAME_KEY_WORDS) {
      const keys = rows.subarray(at + 2, at + FRAME_KEY_WORDS - 1);
      this.#addFrame(rows[at]!, rows[at + 1]!, keys, rows[at + FRAME_KEY_WORDS - 1] === 1);
    }
  }

  #addFrame(lo: number, hi: number, keys: ArrayLike<number>, hasSymbol: boolean): void {
    if (this.#frames.find(lo, hi) >= 0) return;
    this.#frames.add(lo, hi);
    this.#symbols.push(hasSymbol ? 1 : 0);
    for (const [at, grouping] of groupings.entries()) this.#keys[grouping].push(keys[at * 2]!, keys[at * 2 + 1]!);
  }

  /**
   * Takes nodes in any order; those that are there already change nothing. Returns how many could not be taken because their
   * parents are not there.
   */
  addNodes(columns: NodeColumns): number {
    const steps = this.addNodesInSteps(columns);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** The same in steps of some tens of milliseconds, so that others get their turn. After each the tree is whole. */
  *addNodesInSteps({ length, nodes, parents, frames }: NodeColumns): Generator<undefined, number> {
    const batch = new PairIndex();
    batch.reserve(length);
    const rows = new GrowableWords(Math.max(1, length));
    const isEmpty = this.#ids.length === 1;
    for (let row = 0; row < length; row++) {
      if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield;
      const lo = nodes[row * 2]!;
      const hi = nodes[row * 2 + 1]!;
      const isKnown = !isEmpty && this.#ids.find(lo, hi) >= 0;
      if (!isKnown && batch.add(lo, hi) === rows.length) rows.push(row);
    }
    this.#ids.reserve(rows.length);
    this.#parent.reserve(rows.length);
    this.#frame.reserve(rows.length);
    const state = new Uint8Array(rows.length);
    /** Indexed by member of the batch: its parent there (-1 for one that is not), its node once it is one. */
    const above = new Int32Array(rows.length);
    const nodeOf = new Int32Array(rows.length).fill(-1);
    const path: number[] = [];
    let orphans = 0;
    for (let first = 0; first < rows.length; first++) {
      if (first % ROWS_A_STEP === ROWS_A_STEP - 1) yield;
      // Up to an ancestor that is there, then down again. Nothing makes a ring but an id that stands for two contents.
      let at = first;
      while (at >= 0 && state[at] === UNSEEN) {
        state[at] = WAITING;
        path.push(at);
        const row = rows.data[at]!;
        above[at] = batch.find(parents[row * 2]!, parents[row * 2 + 1]!);
        at = above[at]!;
      }
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        const row = rows.data[member]!;
        const inBatch = above[member]!;
        const parent = inBatch >= 0 ? nodeOf[inBatch]! : this.#ids.find(parents[row * 2]!, parents[row * 2 + 1]!);
        if (parent < 0) {
          orphans += 1;
          continue;
        }
        nodeOf[member] = this.#ids.add(nodes[row * 2]!, nodes[row * 2 + 1]!);
        this.#parent.push(parent);
        this.#frame.push(this.#frameIndex(frames[row * 2]!, frames[row * 2 + 1]!));
      }
    }
    return orphans;
  }

  #frameIndex(lo: number, hi: number): number {
    const found = this.#frames.find(lo, hi);
    if (found >= 0) return found;
    // One whose content is not there stands for itself.
    const itself = groupings.flatMap(() => [lo, hi]);
    this.#addFrame(lo, hi, itself, false);
    return this.#frames.length - 1;
  }

  /** The tree whose siblings of one function, line, ... are one node. */
  grouped(grouping: Grouping): GroupedTree {
    const tree = this.#grouped[grouping];
    tree.extend(this.#ids.length, this.#parent.data, this.#frame.data);
    return tree;
  }
}
