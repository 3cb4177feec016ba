/** Reads rows of ClickHouse's RowBinary format, column by column as the SELECT names them. */
export class RowReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  uint8(): number {
    return this.#bytes[this.#at++]!;
  }

  uint16(): number {
    this.#at += 2;
    return this.#bytes.readUInt16LE(this.#at - 2);
  }

  uint32(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  /** Below 2^53. */
  uint64(): number {
    const low = this.uint32();
    return low + this.uint32() * 2 ** 32;
  }

  /** In decimal: for ids that may be beyond 2^53. */
  uint64Text(): string {
    this.#at += 8;
    return this.#bytes.readBigUInt64LE(this.#at - 8).toString();
  }

  /** Within 2^53 of zero. */
  int64(): number {
    const low = this.uint32();
    this.#at += 4;
    return low + this.#bytes.readInt32LE(this.#at - 4) * 2 ** 32;
  }

  hex(bytes: number): string {
    this.#at += bytes;
    return this.#bytes.toString('hex', this.#at - bytes, this.#at);
  }

  /** A part of the answer, not a copy. */
  bytes(): Buffer {
    const length = this.varint();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  list<Item>(read: () => Item): readonly Item[] {
    return Array.from({ length: this.varint() }, read);
  }
}
