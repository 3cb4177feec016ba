import type { FailureCode } from '../protocol/failure-code.ts';

/** Why a capture failed, as the server and a person will read it. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly code: FailureCode;
  /** Verbatim output of the recorder, if there is any. */
  readonly detail: string | undefined;

  /** @param message one sentence: what happened, on which host, what to do about it */
  constructor(code: FailureCode, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.detail = detail === undefined || detail.trim() === '' ? undefined : detail.trim();
  }
}

/** Thrown when a capture ends because the server, or the agent's own end, cancelled it. */
export class CaptureCancelled extends Error {
  override readonly name = 'CaptureCancelled';
}
