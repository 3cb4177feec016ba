import { type NodeIndex, nameOfNode, ROOT, type TreeColumns } from './tree-columns.ts';

/** How siblings follow each other. Pictures with `start` are ordered by time, whatever is said here. */
export type SiblingOrder = 'value' | 'name';

/** Below this, sorting in place beats a call of the engine's sort. */
const SMALL_SEGMENT = 12;
/** Places for nodes that were asked for; doubled as needed. */
const FIRST_PLACES = 1 << 13;
/** Place of the root; 0 is none. */
export const ROOT_PLACE = 1;

/**
 * Places the nodes of a tree: from their start to `start + total` in the unit of the values, as many rows from the root as their path is long.
 *
 * Children are put in order when they are first asked for, so that a tree costs what is looked at:
 *
 *     row 0   |root                            |
 *     row 1   |a                |b        |self|     children stand at the left of their parent, largest first
 *     row 2   |c     |d   |self |e|               what no child has is the parent's own
 */
export class FlameLayout {
  readonly columns: TreeColumns;
  /** Rows below each node. */
  readonly rowsBelow: Int32Array;
  /** 0 for an empty tree. */
  readonly rowCount: number;
  /** The first child of each node; once they are in order, minus where {@link ordered} has them. 0 is none, as the root is nobody's child. */
  readonly #firstChild: Int32Array;
  /** The sibling given next; 0 behind the last. */
  readonly #nextSibling: Int32Array;
  #ordered: Int32Array;
  #starts: Float64Array;
  #used = ROOT_PLACE + 1;
  /** The places of each row's nodes. */
  readonly #rows: Int32Array[] = [];
  readonly #order: SiblingOrder;

  constructor(columns: TreeColumns, order: SiblingOrder = 'value') {
    const { length } = columns.parent;
    this.columns = columns;
    this.#order = order;
    this.rowsBelow = new Int32Array(length);
    this.#firstChild = new Int32Array(length);
    this.#nextSibling = new Int32Array(length);
    this.#ordered = new Int32Array(FIRST_PLACES);
    this.#starts = new Float64Array(FIRST_PLACES);
    link(columns.parent, this.#firstChild, this.#nextSibling, this.rowsBelow);
    this.rowCount = length === 0 ? 0 : this.rowsBelow[ROOT]! + 1;
    if (length === 0) return;
    this.#ordered[ROOT_PLACE] = ROOT;
    this.#starts[ROOT_PLACE] = columns.start?.[ROOT] ?? 0;
    this.#rows.push(Int32Array.of(ROOT_PLACE));
  }

  /** Value of the whole picture. */
  get total(): number {
    return this.columns.total[ROOT] ?? 0;
  }

  /**
   * Nodes that were asked for, at their places: the root, then the children of one node after another, each time how many they are,
   * then they from left to right. Another array whenever it has grown, as are {@link starts}.
   */
  get ordered(): Int32Array {
    return this.#ordered;
  }

  /** Where nodes begin, by their place. */
  get starts(): Float64Array {
    return this.#starts;
  }

  /** Where `ordered` says how many children the node at a place has; they follow there. 0 for a leaf. */
  childrenAt(place: number): number {
    const node = this.#ordered[place]!;
    const first = this.#firstChild[node]!;
    return first > 0 ? this.#putInOrder(node, first, this.#starts[place]!) : -first;
  }

  /** Children of a node from left to right. */
  children(node: NodeIndex): Int32Array {
    if (!(node < this.#firstChild.length) || this.#firstChild[node] === 0) return new Int32Array(0);
    const at = this.childrenAt(this.#placeOf(node));
    return this.#ordered.slice(at + 1, at + 1 + this.#ordered[at]!);
  }

  /** Rows from the root's to a node's. */
  depthOf(node: NodeIndex): number {
    const { parent } = this.columns;
    let depth = 0;
    for (let at = parent[node] ?? -1; at >= ROOT; at = parent[at]!) depth++;
    return depth;
  }

  /** Where a node begins; 0 for one that is not there. */
  startOf(node: NodeIndex): number {
    return node < this.#firstChild.length ? this.#starts[this.#placeOf(node)]! : 0;
  }

  /** Nodes of a row from left to right; empty beyond the last row. */
  row(level: number): Int32Array {
    if (level < 0 || level >= this.rowCount) return new Int32Array(0);
    while (this.#rows.length <= level) this.#rows.push(this.#makeRow(this.#rows.at(-1)!));
    return this.#rows[level]!.map((place) => this.#ordered[place]!);
  }

  /** The node of a row that covers a place in the unit of the values. */
  nodeAt(level: number, value: number): NodeIndex | undefined {
    if (level < 0 || level >= this.rowCount) return undefined;
    const { total } = this.columns;
    const covers = (place: number): boolean =>
      value >= this.#starts[place]! && value < this.#starts[place]! + total[this.#ordered[place]!]!;
    let place = ROOT_PLACE;
    for (let above = 0; above < level && covers(place); above++) {
      const at = this.childrenAt(place);
      if (at === 0) return undefined;
      place = this.lastAtOrBefore(at + 1, at + 1 + this.#ordered[at]!, value);
      if (place === at) return undefined;
    }
    return covers(place) ? this.#ordered[place] : undefined;
  }

  /**
   * The place of the last of some siblings that begins at or before a value; `begin - 1` when all begin later.
   *
   * @param begin place of the first sibling that comes into question; what is wanted is mostly close behind, so steps grow from there
   * @param end place behind the last
   */
  lastAtOrBefore(begin: number, end: number, value: number): number {
    const starts = this.#starts;
    let low = begin;
    let high = end;
    for (let step = 1; low + step <= high; step *= 2) {
      const probe = low + step - 1;
      if (starts[probe]! > value) {
        high = probe;
        break;
      }
      low = probe + 1;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Goes down to a node from the root. */
  #placeOf(node: NodeIndex): number {
    const { parent } = this.columns;
    const path: NodeIndex[] = [];
    for (let at = node; at > ROOT; at = parent[at]!) path.push(at);
    let place = ROOT_PLACE;
    for (const step of path.reverse()) place = this.#ordered.indexOf(step, this.childrenAt(place) + 1);
    return place;
  }

  #makeRow(above: Int32Array): Int32Array {
    const begins = above.map((place) => this.childrenAt(place));
    const ordered = this.#ordered;
    let length = 0;
    for (const at of begins) if (at !== 0) length += ordered[at]!;
    const row = new Int32Array(length);
    let filled = 0;
    for (const at of begins) {
      if (at === 0) continue;
      for (let place = at + 1; place <= at + ordered[at]!; place++) row[filled++] = place;
    }
    return row;
  }

  #putInOrder(parent: NodeIndex, first: NodeIndex, from: number): number {
    const next = this.#nextSibling;
    const at = this.#used;
    let ordered = at < this.#ordered.length ? this.#ordered : this.#grow();
    let end = at + 1;
    for (let child = first; child !== ROOT; child = next[child]!) {
      if (end >= ordered.length) ordered = this.#grow();
      ordered[end++] = child;
    }
    ordered[at] = end - at - 1;
    this.#used = end;
    this.#firstChild[parent] = -at;
    const starts = this.#starts;
    const { start, total } = this.columns;
    if (start !== undefined) {
      for (let place = at + 1; place < end; place++) starts[place] = start[ordered[place]!]!;
      return at;
    }
    if (end - at > 2) this.#sort(ordered, at + 1, end);
    let value = from;
    for (let place = at + 1; place < end; place++) {
      starts[place] = value;
      value += total[ordered[place]!]!;
    }
    return at;
  }

  #grow(): Int32Array {
    const length = 2 * this.#ordered.length;
    const ordered = new Int32Array(length);
    ordered.set(this.#ordered);
    this.#ordered = ordered;
    const starts = new Float64Array(length);
    starts.set(this.#starts);
    this.#starts = starts;
    return ordered;
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

/**
 * One walk over all nodes, and the only one: each parent's children as a chain, and how deep the tree is below each node. Code that was
 * never run is slow, so what can wait until somebody looks does. From the last node to the first, as parents come before children.
 */
function link(parent: Int32Array, firstChild: Int32Array, nextSibling: Int32Array, rowsBelow: Int32Array): void {
  for (let node = parent.length - 1; node > 0; node--) {
    const above = parent[node]!;
    nextSibling[node] = firstChild[above]!;
    firstChild[above] = node;
    const below = rowsBelow[node]! + 1;
    if (below > rowsBelow[above]!) rowsBelow[above] = below;
  }
}
