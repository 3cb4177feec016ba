import { type ChunkFrame, closeCodes, type UploadMessage } from '@hearth/agent/protocol';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { CaptureId } from '../catalog/ids.ts';
import type { AgentWire } from './agent-wire.ts';
import type { CaptureBook } from './capture-book.ts';
import type { CaptureLimits } from './capture-limits.ts';
import type { CaptureStore } from './capture-store.ts';
import { LinkRefusedError } from './link-refused-error.ts';
import type { Spool, SpoolPart } from './spool.ts';
import type { SpoolMeter } from './spool-meter.ts';

/** A damaged file is asked for once more; then the fault is not the line's. */
const MAX_TRIES = 2;

export interface DeliveryDeps {
  readonly book: CaptureBook;
  readonly spool: Spool;
  readonly meter: SpoolMeter;
  readonly store: CaptureStore;
  readonly limits: CaptureLimits;
  readonly now: () => number;
  /** A file is whole and in the spool. */
  readonly onSpooled: (capture: CaptureRecord) => void;
  readonly onPiece: (id: CaptureId, bytes: number) => void;
}

interface Current {
  readonly id: CaptureId;
  readonly upload: UploadMessage;
  readonly part: SpoolPart;
  written: number;
  tries: number;
}

/**
 * Files that one agent delivers, one at a time, over one connection. What has come is kept when the connection breaks: the
 * next one goes on behind it. Calls must not overlap.
 */
export class Deliveries {
  readonly #deps: DeliveryDeps;
  readonly #wire: AgentWire;
  readonly #who: string;
  #current: Current | undefined;
  /** There is no room now; it begins when there is. */
  #held: { readonly capture: CaptureRecord; readonly upload: UploadMessage } | undefined;

  constructor(deps: DeliveryDeps, wire: AgentWire, who: string) {
    this.#deps = deps;
    this.#wire = wire;
    this.#who = who;
  }

  /** The agent has a file. `capture` is undefined when this agent has no such capture. */
  async announce(capture: CaptureRecord | undefined, upload: UploadMessage): Promise<void> {
    await this.#leave();
    const { captureId } = upload;
    if (capture === undefined || capture.state === 'cancelled') {
      const message = capture === undefined ? 'There is no such capture.' : 'The capture was cancelled.';
      if (capture !== undefined) await this.#deps.spool.remove(capture.id, 'part');
      this.#wire.send({ type: 'upload_refused', captureId, message });
      return;
    }
    if (capture.state === 'done' || capture.spooledMs !== undefined) {
      this.#wire.send({ type: 'upload_done', captureId });
      return;
    }
    const { fileBytes } = this.#deps.limits;
    if (upload.sizeBytes === 0 || upload.sizeBytes > fileBytes) {
      const code = upload.sizeBytes === 0 ? 'file_invalid' : 'file_too_large';
      const message = `The file of host ${capture.ordinal} has ${upload.sizeBytes} bytes; this server takes 1 to ${fileBytes}.`;
      await this.#refuse(capture.id, code, message);
      return;
    }
    const isSame = capture.sha256 === upload.sha256 && capture.bytes === upload.sizeBytes;
    const announced = await this.#deps.book.apply(capture.id, { kind: 'announced', upload }, this.#who);
    if (announced !== undefined) await this.#begin(announced, upload, isSame ? upload.sizeBytes : 0);
  }

  /** To be called now and then: a file that had to wait may begin. */
  async retry(): Promise<void> {
    const held = this.#held;
    if (held !== undefined) await this.#begin(held.capture, held.upload, held.upload.sizeBytes);
  }

  /** @throws LinkRefusedError for a piece that does not fit; Error when the disk does not take it */
  async piece({ captureId, offset, data }: ChunkFrame): Promise<void> {
    const current = this.#current;
    const fits =
      current?.id === captureId &&
      offset === current.written &&
      current.written + data.length <= current.upload.sizeBytes;
    if (current === undefined || !fits) {
      throw new LinkRefusedError(closeCodes.badMessage, 'a piece of a file that does not fit');
    }
    await current.part.append(data);
    current.written += data.length;
    this.#deps.onPiece(current.id, current.written);
    this.#wire.send({ type: 'upload_ack', captureId, offset: current.written });
    if (current.written === current.upload.sizeBytes) await this.#finish(current);
  }

  /** The capture was cancelled: its part is thrown away. */
  async drop(id: CaptureId): Promise<void> {
    if (this.#current?.id === id || this.#held?.capture.id === id) await this.#leave();
    await this.#deps.spool.remove(id, 'part');
    this.#deps.meter.release(id);
  }

  /** The connection is gone. What has come stays. */
  async close(): Promise<void> {
    await this.#leave();
  }

  async #begin(capture: CaptureRecord, upload: UploadMessage, keepBytes: number): Promise<void> {
    const { spool, meter, store } = this.#deps;
    if (store.isDiskFull() || !meter.hasRoom(capture.id, upload.sizeBytes)) {
      this.#held = { capture, upload };
      return;
    }
    this.#held = undefined;
    meter.take(capture.id, upload.sizeBytes);
    const { part, offset } = await spool.begin(capture.id, keepBytes);
    const current: Current = { id: capture.id, upload, part, written: offset, tries: 1 };
    this.#current = current;
    this.#deps.onPiece(current.id, offset);
    this.#wire.send({ type: 'upload_from', captureId: upload.captureId, offset });
    // All of it had come before the connection broke.
    if (offset === upload.sizeBytes) await this.#finish(current);
  }

  async #finish(current: Current): Promise<void> {
    const { id, part, upload } = current;
    if ((await part.sha256()) !== upload.sha256) {
      if (current.tries >= MAX_TRIES) {
        await this.#refuse(id, 'file_invalid', `The file came damaged ${MAX_TRIES} times: its hash is another one.`);
        return;
      }
      current.tries += 1;
      await part.truncate(0);
      current.written = 0;
      this.#wire.send({ type: 'upload_from', captureId: upload.captureId, offset: 0 });
      return;
    }
    await this.#deps.spool.seal(id, part);
    this.#current = undefined;
    const capture = await this.#deps.book.apply(id, { kind: 'spooled' }, this.#who);
    if (capture?.spooledMs === undefined) {
      // It was cancelled, or its pipeline deleted, while the last piece came.
      await this.#forgetFile(id);
      this.#wire.send({ type: 'upload_refused', captureId: upload.captureId, message: 'The capture was cancelled.' });
      return;
    }
    this.#wire.send({ type: 'upload_done', captureId: upload.captureId });
    this.#deps.onSpooled(capture);
  }

  async #refuse(id: CaptureId, code: string, message: string): Promise<void> {
    await this.#leave();
    await this.#forgetFile(id);
    await this.#deps.book.apply(id, { kind: 'failed', code, message }, 'server');
    this.#wire.send({ type: 'upload_refused', captureId: id, message });
  }

  async #forgetFile(id: CaptureId): Promise<void> {
    await this.#deps.spool.remove(id, 'part');
    await this.#deps.spool.remove(id, 'gz');
    this.#deps.meter.release(id);
  }

  async #leave(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    this.#held = undefined;
    await current?.part.close();
  }
}
