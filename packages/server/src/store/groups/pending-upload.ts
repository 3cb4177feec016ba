import type { Acceptance, ProfileId, Upload } from '../upload.ts';

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

  get bytes(): number {
    return this.upload.original.body.length;
  }

  resolve(outcome: Acceptance['outcome'], profileIds: readonly ProfileId[]): void {
    this.#resolve({ outcome, profileIds });
  }

  reject(error: unknown): void {
    this.#reject(error);
  }
}
