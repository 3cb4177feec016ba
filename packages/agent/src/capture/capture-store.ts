import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaptureRecord, captureRecordSchema } from './capture-record.ts';

/** Name of the file that is delivered, in its capture's folder. */
export const RESULT_FILE = 'result.json.gz';

/** Captures on disk, one folder each. A capture stays until the server has acknowledged its file or its end. */
export class CaptureStore {
  readonly #folder: string;

  /** @param folder exists and is this agent's alone */
  constructor(folder: string) {
    this.#folder = folder;
  }

  directory(captureId: string): string {
    return join(this.#folder, captureId);
  }

  /** Writes the record durably: a record that is there after a power failure is whole. */
  async save(record: CaptureRecord): Promise<void> {
    const directory = this.directory(record.captureId);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'capture.json');
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(record));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  /** Every capture, oldest first. Folders without a readable record are left-overs and are removed. */
  async list(): Promise<readonly CaptureRecord[]> {
    const records: CaptureRecord[] = [];
    for (const name of await readdir(this.#folder)) {
      const record = await this.#read(name);
      if (record === undefined) await rm(join(this.#folder, name), { recursive: true, force: true });
      else records.push(record);
    }
    return records.sort((a, b) => a.acceptedAtMs - b.acceptedAtMs);
  }

  async remove(captureId: string): Promise<void> {
    await rm(this.directory(captureId), { recursive: true, force: true });
  }

  /** Leaves the record and what is delivered, and nothing of the recorder's own. */
  async tidy(captureId: string): Promise<void> {
    const directory = this.directory(captureId);
    for (const name of await readdir(directory)) {
      if (name !== 'capture.json' && name !== RESULT_FILE) await rm(join(directory, name), { force: true });
    }
  }

  /** Bytes of all files of all captures. */
  async usedBytes(): Promise<number> {
    let bytes = 0;
    for (const name of await readdir(this.#folder)) {
      const directory = join(this.#folder, name);
      // An earlier capture may be on its way out just now.
      for (const file of await readdir(directory).catch(() => [])) {
        bytes += await stat(join(directory, file)).then(
          ({ size }) => size,
          () => 0,
        );
      }
    }
    return bytes;
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  async #read(name: string): Promise<CaptureRecord | undefined> {
    try {
      const text = await readFile(join(this.#folder, name, 'capture.json'), 'utf8');
      const record = captureRecordSchema.parse(JSON.parse(text));
      return record.captureId === name ? record : undefined;
    } catch {
      return undefined;
    }
  }
}
