import type { Acceptance, ProfileId, Upload } from '../upload.ts';

/** What a decoded span takes in memory, about: ids, texts, a small map. Under gzip it may have come as ten bytes. */
const SPAN_BYTES = 800;

/** What the bounds of the queue and of groups count for an upload: its bytes as sent, and its spans. */
export const weightOf = ({ original, decoded }: Upload): number =>
  original.body.length + decoded.spans.length * SPAN_BYTES;

/** An upload whose uploader waits for an answer. */
export class PendingUpload {
  readonly upload: Upload;
  readonly answer: Promise<Acceptance>;
  /** For uploads of the same id that come meanwhile: its profiles' ids, once durable. */
  readonly durable: Promise<readonly ProfileId[]>;
  #resolve: (acceptance: Acceptance) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(upload: Upload) {
    this.upload = upload;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.durable = this.answer.then(({ profileIds }) => profileIds);
    // Whoever waits for it handles its own; nobody may be waiting.
    this.durable.catch(() => undefined);
  }

  /** See {@link weightOf}. */
  get bytes(): number {
    return weightOf(this.upload);
  }

  resolve(outcome: Acceptance['outcome'], profileIds: readonly ProfileId[]): void {
    this.#resolve({ outcome, profileIds });
  }

  reject(error: unknown): void {
    this.#reject(error);
  }
}
