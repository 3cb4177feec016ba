import { HearthError } from '../../errors/hearth-error.ts';

/** Counts what was accepted and is not yet visible, against the bounds of the queue. */
export class QueueMeter {
  readonly #maxUploads: number;
  readonly #maxBytes: number;
  #uploads = 0;
  #bytes = 0;

  constructor(limits: { readonly queueUploads: number; readonly queueBytes: number }) {
    this.#maxUploads = limits.queueUploads;
    this.#maxBytes = limits.queueBytes;
  }

  get uploads(): number {
    return this.#uploads;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** One upload larger than the whole queue is taken when nothing else is in hand. @throws HearthError `overloaded` */
  checkRoom(bytes: number): void {
    const isFull = this.#uploads >= this.#maxUploads || (this.#bytes + bytes > this.#maxBytes && this.#uploads > 0);
    if (isFull) throw new HearthError('overloaded');
  }

  take(bytes: number): void {
    this.#uploads += 1;
    this.#bytes += bytes;
  }

  release(uploads: number, bytes: number): void {
    this.#uploads -= uploads;
    this.#bytes -= bytes;
  }
}
