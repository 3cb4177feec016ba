import { hashText, type NodeIndex, ROOT, type TreeColumns } from '@hearth/flamegraph';

/** Two multipliers make collisions among some hundred thousand paths unlikely. */
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * Ids of nodes that stay the same from answer to answer: hashes of the names from the root down. They stand in addresses, so that
 * a zoom is shared; '' is the root.
 */
export class PathIds {
  readonly #columns: TreeColumns;
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;

  constructor(columns: TreeColumns) {
    const { parent, frame, frames } = columns;
    this.#columns = columns;
    this.#low = new Uint32Array(parent.length);
    this.#high = new Uint32Array(parent.length);
    const names = frames.map(({ name, file }) => hashText(`${name}\0${file}`));
    for (let node = 1; node < parent.length; node++) {
      const above = parent[node]!;
      const own = names[frame[node]!] ?? 1;
      this.#low[node] = Math.imul(this.#low[above]! ^ own, PRIMES[0]) + 1;
      this.#high[node] = Math.imul(this.#high[above]! ^ own, PRIMES[1]) + 1;
    }
  }

  of(node: NodeIndex): string {
    return node === ROOT ? '' : `${this.#low[node]!.toString(36)}.${this.#high[node]!.toString(36)}`;
  }

  /** The node of an id; the root when there is none, as when the answer changed. */
  find(id: string | undefined): NodeIndex {
    const [low, high] = (id ?? '').split('.').map((part) => Number.parseInt(part, 36));
    for (let node = 1; node < this.#columns.parent.length; node++) {
      if (this.#low[node] === low && this.#high[node] === high) return node;
    }
    return ROOT;
  }
}
