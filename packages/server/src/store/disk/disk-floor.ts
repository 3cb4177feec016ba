import { statfs } from 'node:fs/promises';
import { HearthError } from '../../errors/hearth-error.ts';

/** Free space changes by megabytes a second; asking costs microseconds. */
const ASK_EVERY_MS = 1_000;

/** Uploads stop below it: merges of the engine need room to finish, and a full disk loses more than it keeps. */
export const DEFAULT_DISK_FLOOR_BYTES = 1024 ** 3;

export interface DiskFloorOptions {
  readonly directory: string;
  readonly floorBytes: number;
  /** Free bytes of the directory's file system; the system's answer when left out. */
  readonly freeBytes?: (directory: string) => Promise<number>;
}

/** Watches the free space of the data directory. */
export class DiskFloor {
  readonly #options: DiskFloorOptions;
  readonly #timer: NodeJS.Timeout;
  #isBelow = false;

  constructor(options: DiskFloorOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.look(), ASK_EVERY_MS).unref();
  }

  get isBelow(): boolean {
    return this.#isBelow;
  }

  /** Asks now. A file system that does not answer is not held to be full. */
  async look(): Promise<void> {
    const { directory, floorBytes, freeBytes = freeBytesOf } = this.#options;
    try {
      this.#isBelow = (await freeBytes(directory)) < floorBytes;
    } catch {
      this.#isBelow = false;
    }
  }

  /** @throws HearthError `disk_full` */
  check(): void {
    if (this.#isBelow) throw new HearthError('disk_full');
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
