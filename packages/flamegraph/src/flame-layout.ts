import { type NodeIndex, nameOfNode, ROOT, type TreeColumns } from './tree-columns.ts';

/** How siblings follow each other. Pictures with `start` are ordered by time, whatever is said here. */
export type SiblingOrder = 'value' | 'name';

/** Below this, sorting in place beats a call of the engine's sort. */
const SMALL_SEGMENT = 12;

/**
 * Places the nodes of a tree: `start` to `start + total` in the unit of the values, `depth` rows from the root.
 *
 * Rows are made when they are first asked for, each from the one before, so that a deep tree costs what is looked at:
 *
 *     row 0   |root                            |
 *     row 1   |a                |b        |self|     children stand at the left of their parent, largest first
 *     row 2   |c     |d   |self |e|               what no child has is the parent's own
 */
export class FlameLayout {
  readonly columns: TreeColumns;
  /** Rows below the root's. */
  readonly depth: Int32Array;
  /** Where each node begins; valid for the rows that were made. */
  readonly start: Float64Array;
  readonly rowCount: number;
  readonly #firstChild: Int32Array;
  readonly #children: Int32Array;
  readonly #rowLengths: readonly number[];
  readonly #rows: Int32Array[] = [];
  readonly #order: SiblingOrder;

  constructor(columns: TreeColumns, order: SiblingOrder = 'value') {
    const { parent } = columns;
    const length = parent.length;
    this.columns = columns;
    this.#order = order;
    this.depth = new Int32Array(length);
    this.start = columns.start ?? new Float64Array(length);
    this.#firstChild = new Int32Array(length + 1);
    this.#children = new Int32Array(Math.max(0, length - 1));
    this.#rowLengths = this.#link(parent);
    this.rowCount = this.#rowLengths.length;
    if (length > 0) this.#rows.push(Int32Array.of(ROOT));
  }

  /** Value of the whole picture. */
  get total(): number {
    return this.columns.total[ROOT] ?? 0;
  }

  /** Nodes of a row from left to right; empty beyond the last row. */
  row(level: number): Int32Array {
    if (level < 0 || level >= this.rowCount) return new Int32Array(0);
    while (this.#rows.length <= level) this.#rows.push(this.#makeRow(this.#rows.length));
    return this.#rows[level]!;
  }

  /** Children of a node from left to right. */
  children(node: NodeIndex): Int32Array {
    this.row((this.depth[node] ?? 0) + 1);
    return this.#children.subarray(this.#firstChild[node], this.#firstChild[node + 1]);
  }

  /** Makes sure that `start` of the node is valid, and returns it. */
  startOf(node: NodeIndex): number {
    this.row(this.depth[node] ?? 0);
    return this.start[node] ?? 0;
  }

  /** Index in the row of the last node that begins at or before a place; -1 when all begin later. */
  lastAtOrBefore(row: Int32Array, place: number, from = 0): number {
    let low = from;
    let high = row.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.start[row[middle]!]! <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** The node of a row that covers a place. */
  nodeAt(level: number, place: number): NodeIndex | undefined {
    const row = this.row(level);
    const index = this.lastAtOrBefore(row, place);
    const node = row[index];
    if (node === undefined) return undefined;
    return place < this.start[node]! + this.columns.total[node]! ? node : undefined;
  }

  /** Counts depths and children, and lists each parent's children in the order given. */
  #link(parent: Int32Array): number[] {
    const { depth } = this;
    const firstChild = this.#firstChild;
    const lengths: number[] = parent.length === 0 ? [] : [1];
    for (let node = 1; node < parent.length; node++) {
      const above = parent[node]!;
      const own = depth[above]! + 1;
      depth[node] = own;
      if (own === lengths.length) lengths.push(1);
      else lengths[own]!++;
      firstChild[above + 1]!++;
    }
    for (let node = 1; node <= parent.length; node++) firstChild[node]! += firstChild[node - 1]!;
    const next = firstChild.slice();
    const children = this.#children;
    for (let node = 1; node < parent.length; node++) {
      const above = parent[node]!;
      children[next[above]!++] = node;
    }
    return lengths;
  }

  #makeRow(level: number): Int32Array {
    const above = this.#rows[level - 1]!;
    const row = new Int32Array(this.#rowLengths[level]!);
    const { total, start: given } = this.columns;
    const { start } = this;
    const firstChild = this.#firstChild;
    const children = this.#children;
    const hasOrder = given === undefined;
    let filled = 0;
    // Plain loops over locals: the first picture is drawn before anything is compiled.
    for (let index = 0; index < above.length; index++) {
      const parent = above[index]!;
      const begin = firstChild[parent]!;
      const end = firstChild[parent + 1]!;
      if (hasOrder && end - begin > 1) this.#sort(begin, end);
      let place = start[parent]!;
      for (let child = begin; child < end; child++) {
        const node = children[child]!;
        row[filled++] = node;
        if (!hasOrder) continue;
        start[node] = place;
        place += total[node]!;
      }
    }
    return row;
  }

  #sort(begin: number, end: number): void {
    const children = this.#children;
    if (end - begin > SMALL_SEGMENT || this.#order === 'name') {
      children.subarray(begin, end).sort((left, right) => this.#compare(left, right));
      return;
    }
    // By insertion, which leaves equal ones as they are: by their index.
    const { frame, total } = this.columns;
    for (let index = begin + 1; index < end; index++) {
      const node = children[index]!;
      const weight = frame[node]! < 0 ? -1 : total[node]!;
      let hole = index;
      while (hole > begin) {
        const before = children[hole - 1]!;
        if ((frame[before]! < 0 ? -1 : total[before]!) >= weight) break;
        children[hole] = before;
        hole--;
      }
      children[hole] = node;
    }
  }

  /** What was left out stands last; equal ones by their index, so that the picture is the same each time. */
  #compare(left: NodeIndex, right: NodeIndex): number {
    const { frame, total } = this.columns;
    const others = Number(frame[left]! < 0) - Number(frame[right]! < 0);
    if (others !== 0) return others;
    if (this.#order === 'name') {
      const [leftName, rightName] = [nameOfNode(this.columns, left), nameOfNode(this.columns, right)];
      if (leftName !== rightName) return leftName < rightName ? -1 : 1;
    }
    return total[right]! - total[left]! || left - right;
  }
}
