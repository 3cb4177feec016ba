import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file of the build as it is sent. */
export interface SiteFile {
  readonly body: Buffer;
  readonly type: string;
  /** `Content-Encoding`; undefined where the file was not compressed when it was built. */
  readonly encoding: string | undefined;
}

/** Several builds of the whole application, of a megabyte each with its compressed files; a server that sees more begins anew. */
const MAX_KEPT_BYTES = 16 * 2 ** 20;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** What the build puts beside a file, best first: the name's end by the coding's name. */
const codings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
/** One element of a path that does not begin with a dot. */
const plainName = /^[\w-][\w.-]*$/;

/**
 * Files whose names hold the hash of their bytes, read once: a browser asks for seven at a time, and each open, stat and close of a file
 * is a way to another thread and back.
 */
export class SiteFiles {
  readonly #folder: string;
  readonly #kept = new Map<string, Promise<Buffer | undefined>>();
  #keptBytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file in the best coding that a client takes; undefined when there is none of that name. */
  async find(name: string, acceptEncoding: string | undefined): Promise<SiteFile | undefined> {
    if (!plainName.test(name)) return undefined;
    const type = types[extname(name)] ?? 'application/octet-stream';
    for (const [coding, end] of codings) {
      const body = takes(acceptEncoding, coding) ? await this.#read(name + end) : undefined;
      if (body !== undefined) return { body, type, encoding: coding };
    }
    const body = await this.#read(name);
    return body === undefined ? undefined : { body, type, encoding: undefined };
  }

  #read(file: string): Promise<Buffer | undefined> {
    const known = this.#kept.get(file);
    if (known !== undefined) return known;
    const reading = readFile(join(this.#folder, file)).then(
      (body) => {
        this.#keptBytes += body.length;
        if (this.#keptBytes > MAX_KEPT_BYTES) this.#forget();
        return body;
      },
      () => {
        // The next build may have it.
        this.#kept.delete(file);
        return undefined;
      },
    );
    this.#kept.set(file, reading);
    return reading;
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }
}

/** Whether a client names a coding without refusing it (RFC 9110 12.5.3); who says nothing gets the plain file. */
const takes = (acceptEncoding: string | undefined, coding: string): boolean =>
  (acceptEncoding ?? '').split(',').some((item) => {
    const [name, ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
