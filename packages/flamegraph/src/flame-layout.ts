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
  /** The last child of each node, and the sibling given before each; 0 is none, as the root is nobody's child. */
  readonly #lastChild: Int32Array;
  readonly #before: Int32Array;
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
    this.#lastChild = new Int32Array(length);
    this.#before = new Int32Array(length);
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
    let count = 0;
    for (let child = this.#lastChild[node] ?? ROOT; child !== ROOT; child = this.#before[child]!) count++;
    const children = new Int32Array(count);
    this.#listChildren(node, children, 0);
    return children;
  }

  /** Makes sure that `start` of the node is valid, and returns it. */
  startOf(node: NodeIndex): number {
    this.row(this.depth[node] ?? 0);
    return this.start[node] ?? 0;
  }

  /**
   * Index in the row of the last node that begins at or before a place; -1 when all begin later.
   *
   * @param from index of the first node that comes into question; the place is mostly close behind it, so steps grow from there
   */
  lastAtOrBefore(row: Int32Array, place: number, from = 0): number {
    const { start } = this;
    let low = from;
    let high = row.length;
    for (let step = 1; low + step <= high; step *= 2) {
      const probe = low + step - 1;
      if (start[row[probe]!]! > place) {
        high = probe;
        break;
      }
      low = probe + 1;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start[row[middle]!]! <= place) low = middle + 1;
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

  /**
   * One walk over all nodes, and the only one: depths, how long rows are, and each parent's children as a chain. Code that was never
   * run is slow, so what can wait until a row is seen does.
   */
  #link(parent: Int32Array): number[] {
    const { depth } = this;
    const lastChild = this.#lastChild;
    const before = this.#before;
    const lengths: number[] = parent.length === 0 ? [] : [1];
    for (let node = 1; node < parent.length; node++) {
      const above = parent[node]!;
      const own = depth[above]! + 1;
      depth[node] = own;
      if (own === lengths.length) lengths.push(1);
      else lengths[own]!++;
      before[node] = lastChild[above]!;
      lastChild[above] = node;
    }
    return lengths;
  }

  #makeRow(level: number): Int32Array {
    const above = this.#rows[level - 1]!;
    const row = new Int32Array(this.#rowLengths[level]!);
    const { total, start: given } = this.columns;
    const { start } = this;
    let filled = 0;
    for (let index = 0; index < above.length; index++) {
      const parent = above[index]!;
      if (this.#lastChild[parent] === ROOT) continue;
      const end = this.#listChildren(parent, row, filled);
      if (given === undefined) {
        let place = start[parent]!;
        for (let at = filled; at < end; at++) {
          const node = row[at]!;
          start[node] = place;
          place += total[node]!;
        }
      }
      filled = end;
    }
    return row;
  }

  /** Writes the children of a node from left to right; returns the index behind the last of them. */
  #listChildren(parent: NodeIndex, into: Int32Array, begin: number): number {
    const before = this.#before;
    let end = begin;
    for (let child = this.#lastChild[parent]!; child !== ROOT; child = before[child]!) into[end++] = child;
    // The chain leads from the last one given to the first.
    for (let low = begin, high = end - 1; low < high; low++, high--) {
      const swapped = into[low]!;
      into[low] = into[high]!;
      into[high] = swapped;
    }
    if (this.columns.start === undefined && end - begin > 1) this.#sort(into, begin, end);
    return end;
  }

  #sort(nodes: Int32Array, begin: number, end: number): void {
    if (end - begin > SMALL_SEGMENT || this.#order === 'name') {
      nodes.subarray(begin, end).sort((left, right) => this.#compare(left, right));
      return;
    }
    // By insertion, which leaves equal ones as they are: by their index.
    const { frame, total } = this.columns;
    for (let index = begin + 1; index < end; index++) {
      const node = nodes[index]!;
      const weight = frame[node]! < 0 ? -1 : total[node]!;
      let hole = index;
      while (hole > begin) {
        const other = nodes[hole - 1]!;
        if ((frame[other]! < 0 ? -1 : total[other]!) >= weight) break;
        nodes[hole] = other;
        hole--;
      }
      nodes[hole] = node;
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
