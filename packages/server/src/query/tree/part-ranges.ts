/** `PARTITION_FIRSTBLOCK_LASTBLOCK_LEVEL`, of a table whose partition is one number; mutations add their block at the end. */
const PART = /^(.+)_(\d+)_(\d+)_(\d+)(?:_\d+)?$/;

interface Part {
  readonly name: string;
  readonly partition: string;
  readonly first: number;
  readonly last: number;
}

/** Names of parts of a table that were read; what a merge made one of is forgotten once that one was read. */
export class PartRanges {
  #parts: readonly Part[] = [];

  get names(): readonly string[] {
    return this.#parts.map(({ name }) => name);
  }

  add(name: string): void {
    const [, partition = '', first, last] = PART.exec(name) ?? [];
    const added = { name, partition, first: Number(first), last: Number(last) };
    const isOfAnother = (part: Part): boolean =>
      part.partition !== partition || part.first < added.first || part.last > added.last;
    this.#parts = [...this.#parts.filter(isOfAnother), added];
  }
}
