const MIN_LENGTH = 512;
/** Of all arrays that wait to be used again: the columns of a full group of samples. */
const MAX_KEPT_BYTES = 12 * 1024 * 1024;

/**
 * Arrays of columns for one group after the other. Columns live for a second, long enough to be moved to where only full collections
 * find them, and those come after every 64 MiB that were handed out.
 */
export class ColumnMemory {
  /** By length, which is a power of two. */
  readonly #kept = new Map<number, Uint32Array[]>();
  #keptBytes = 0;

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** An array of at least this length. What is in it is left from earlier. */
  take(length: number): Uint32Array {
    let rounded = MIN_LENGTH;
    while (rounded < length) rounded *= 2;
    const kept = this.#kept.get(rounded)?.pop();
    if (kept === undefined) return new Uint32Array(rounded);
    this.#keptBytes -= kept.byteLength;
    return kept;
  }

  /** Takes back what {@link take} handed out; nobody else may use it any more. */
  give(array: Uint32Array): void {
    if (this.#keptBytes + array.byteLength > MAX_KEPT_BYTES) return;
    const list = this.#kept.get(array.length);
    if (list === undefined) this.#kept.set(array.length, [array]);
    else list.push(array);
    this.#keptBytes += array.byteLength;
  }
}

/** Of this process. */
export const columnMemory = new ColumnMemory();
