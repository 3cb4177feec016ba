import type { CaptureId } from '../catalog/ids.ts';

/** Bytes that the files on their way into the store take, or will take when they are whole. */
export class SpoolMeter {
  readonly #limitBytes: number;
  readonly #taken = new Map<CaptureId, number>();

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    let sum = 0;
    for (const bytes of this.#taken.values()) sum += bytes;
    return sum;
  }

  /** One file always has room, so that nothing waits for ever. */
  hasRoom(id: CaptureId, bytes: number): boolean {
    const others = this.bytes - (this.#taken.get(id) ?? 0);
    return others === 0 || others + bytes <= this.#limitBytes;
  }

  take(id: CaptureId, bytes: number): void {
    this.#taken.set(id, bytes);
  }

  release(id: CaptureId): void {
    this.#taken.delete(id);
  }
}
