import { type FileHandle, open } from 'node:fs/promises';
import { encodeChunkFrame } from '../protocol/chunk-frame.ts';
import { MAX_CHUNK_BYTES } from '../protocol/constants.ts';
import type { UploadMessage } from '../protocol/from-agent.ts';
import type { ServerMessage } from '../protocol/from-server.ts';
import type { ServerLink } from './server-link.ts';

/** Chunks that may be under way: one is being stored while the next one travels. */
const MAX_UNACKNOWLEDGED_CHUNKS = 2;
/** A file that the server has not answered for this long is offered again; one that it stopped acknowledging gets a new link. */
const STALL_MS = 60_000;

/** What the server says about files. */
export type UploadAnswer = Extract<ServerMessage, { readonly captureId: string; readonly type: `upload_${string}` }>;

export interface UploaderOptions {
  readonly link: ServerLink;
  /** Path of the file of a capture. */
  readonly pathOf: (captureId: string) => string;
  /** Acknowledged, or not wanted: the capture is forgotten. */
  readonly onDone: (captureId: string, refusal: string | undefined) => void;
  readonly log: (line: string) => void;
}

/** Delivers one file after the other. A broken link loses nothing: the server says from which byte it goes on. */
export class Uploader {
  readonly #options: UploaderOptions;
  readonly #waiting = new Map<string, UploadMessage>();
  #current: { readonly upload: UploadMessage; sent: number; acknowledged: number; from: number } | undefined;
  #pumping = false;
  #pumpAgain = false;
  #stall: NodeJS.Timeout | undefined;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** Takes a file for delivery, at once or when there is a link. */
  add(upload: UploadMessage): void {
    this.#waiting.set(upload.captureId, upload);
    this.#next();
  }

  /** A cancelled capture's file is not delivered any more. */
  remove(captureId: string): void {
    this.#waiting.delete(captureId);
    if (this.#current?.upload.captureId === captureId) this.#close();
    this.#next();
  }

  /** There is a link: begin again with what is not acknowledged. */
  up(): void {
    this.#close();
    this.#next();
  }

  down(): void {
    this.#close();
  }

  /** Whether everything was delivered. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  take(message: UploadAnswer): void {
    switch (message.type) {
      case 'upload_from':
        this.#begin(message.captureId, message.offset);
        break;
      case 'upload_ack':
        this.#acknowledge(message.captureId, message.offset);
        break;
      case 'upload_done':
        this.#finish(message.captureId, undefined);
        break;
      case 'upload_refused':
        this.#finish(message.captureId, message.message);
        break;
    }
  }

  #next(): void {
    if (this.#current !== undefined || !this.#options.link.isUp) return;
    const [upload] = this.#waiting.values();
    if (upload === undefined) return;
    this.#current = { upload, sent: 0, acknowledged: 0, from: -1 };
    this.#watch();
    this.#options.link.send(upload);
  }

  #begin(captureId: string, offset: number): void {
    const current = this.#current;
    if (current?.upload.captureId !== captureId) return;
    const from = Math.min(offset, current.upload.sizeBytes);
    Object.assign(current, { from, sent: from, acknowledged: from });
    this.#watch();
    this.#pump();
  }

  #acknowledge(captureId: string, offset: number): void {
    const current = this.#current;
    if (current?.upload.captureId !== captureId || offset > current.sent) return;
    current.acknowledged = Math.max(current.acknowledged, offset);
    this.#watch();
    this.#pump();
  }

  #finish(captureId: string, refusal: string | undefined): void {
    if (!this.#waiting.delete(captureId)) return;
    if (this.#current?.upload.captureId === captureId) this.#close();
    this.#options.onDone(captureId, refusal);
    this.#next();
  }

  #close(): void {
    this.#current = undefined;
    clearTimeout(this.#stall);
  }

  /** A silent server has no room for the file yet, or is stuck in the middle of it. */
  #watch(): void {
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => {
      const current = this.#current;
      if (current === undefined) return;
      if (current.sent > current.acknowledged) {
        this.#options.log('the server does not acknowledge the upload; dialling again');
        this.#options.link.drop();
        return;
      }
      current.from = -1;
      this.#options.link.send(current.upload);
      this.#watch();
    }, STALL_MS);
  }

  #pump(): void {
    if (this.#pumping) {
      this.#pumpAgain = true;
      return;
    }
    this.#pumping = true;
    this.#sendChunks()
      .catch((error: unknown) => {
        this.#options.log(`a file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        this.#options.link.drop();
      })
      .finally(() => {
        this.#pumping = false;
        // An acknowledgement came while the last chunk was on its way out.
        if (this.#pumpAgain) this.#pump();
      });
  }

  async #sendChunks(): Promise<void> {
    this.#pumpAgain = false;
    const current = this.#current;
    if (current === undefined || current.from < 0) return;
    const { captureId, sizeBytes } = current.upload;
    let file: FileHandle | undefined;
    try {
      while (this.#current === current && current.sent < sizeBytes) {
        if (current.sent - current.acknowledged >= MAX_UNACKNOWLEDGED_CHUNKS * MAX_CHUNK_BYTES) return;
        file ??= await open(this.#options.pathOf(captureId), 'r');
        const offset = current.sent;
        const data = new Uint8Array(Math.min(MAX_CHUNK_BYTES, sizeBytes - offset));
        const { bytesRead } = await file.read(data, 0, data.length, offset);
        if (bytesRead === 0) throw new Error(`the file of ${captureId} is shorter than it was`);
        // The server may have spoken while the disk was read.
        if (this.#current !== current || current.sent !== offset) continue;
        current.sent += bytesRead;
        await this.#options.link.sendFrame(encodeChunkFrame({ captureId, offset, data: data.subarray(0, bytesRead) }));
      }
    } finally {
      await file?.close();
    }
  }
}
