import { HearthError } from '../errors/hearth-error.ts';

/** Counts the bytes of all bodies between their first chunk and their answer, over all connections. */
export class BodiesInHand {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws HearthError `overloaded` */
  take(bytes: number): void {
    if (this.#bytes + bytes > this.#maxBytes) throw new HearthError('overloaded');
    this.#bytes += bytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}
