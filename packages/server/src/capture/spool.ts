import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptureId } from '../catalog/ids.ts';
import { syncDirectory } from './sync-directory.ts';

/** Read at a time when a file is checked: a few milliseconds of hashing. */
const READ_BYTES = 1024 * 1024;
const ID = /^([0-9a-f]{32})\.(part|gz|pin)$/;
const UNFINISHED_PIN = /^[0-9a-f]{32}\.pin\.tmp$/;

/** `part`: on its way in. `gz`: whole and checked, on its way into the store. `pin`: kept because somebody pinned it. */
export type SpoolKind = 'part' | 'gz' | 'pin';

export interface SpoolEntry {
  readonly id: CaptureId;
  readonly kind: SpoolKind;
  readonly bytes: number;
}

/** Files of captures in the data directory, one for each capture and kind. Names are made of ids only. */
export class Spool {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** To be called while the data directory is ours: also throws away what a process that died left half written. */
  async open(): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#directory)) {
      if (UNFINISHED_PIN.test(name)) await rm(join(this.#directory, name), { force: true });
    }
  }

  async list(): Promise<readonly SpoolEntry[]> {
    const entries: SpoolEntry[] = [];
    for (const name of await readdir(this.#directory)) {
      const [, id, kind] = ID.exec(name) ?? [];
      if (id === undefined) continue;
      const size = await sizeOf(join(this.#directory, name));
      if (size !== undefined) entries.push({ id: id as CaptureId, kind: kind as SpoolKind, bytes: size });
    }
    return entries;
  }

  /** Goes on with a part, cut to `keepBytes` at most, or begins one. Says where it stands. */
  async begin(id: CaptureId, keepBytes: number): Promise<{ readonly part: SpoolPart; readonly offset: number }> {
    const file = await open(this.#path(id, 'part'), 'a+', 0o600);
    const { size } = await file.stat();
    const offset = Math.min(size, keepBytes);
    if (offset < size) await file.truncate(offset);
    return { part: new SpoolPart(file), offset };
  }

  /** Makes a part that was checked durable under its final name. */
  async seal(id: CaptureId, part: SpoolPart): Promise<void> {
    await part.sync();
    await part.close();
    await rename(this.#path(id, 'part'), this.#path(id, 'gz'));
    await syncDirectory(this.#directory);
  }

  /** undefined when there is none. */
  async read(id: CaptureId, kind: 'gz' | 'pin'): Promise<Uint8Array | undefined> {
    return readFile(this.#path(id, kind)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  /** Durable when it resolves. */
  async pin(id: CaptureId, bytes: Uint8Array): Promise<void> {
    const path = this.#path(id, 'pin');
    const file = await open(`${path}.tmp`, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    await syncDirectory(this.#directory);
  }

  /** No fault when there is none. */
  async remove(id: CaptureId, kind: SpoolKind): Promise<void> {
    await rm(this.#path(id, kind), { force: true });
  }

  #path(id: CaptureId, kind: SpoolKind): string {
    return join(this.#directory, `${id}.${kind}`);
  }
}

/** undefined for a file that was renamed or removed since its name was read. */
async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}

/** A file that is being written, piece by piece, at its end. */
export class SpoolPart {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async append(data: Uint8Array): Promise<void> {
    await this.#file.appendFile(data);
  }

  async truncate(bytes: number): Promise<void> {
    await this.#file.truncate(bytes);
  }

  /** SHA-256 of what is there, hex. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (let position = 0; ; ) {
      const { bytesRead } = await this.#file.read(buffer, 0, READ_BYTES, position);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
  }

  async sync(): Promise<void> {
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
