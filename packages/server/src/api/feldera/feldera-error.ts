/** An error of Feldera's own vocabulary: its clients look at the code. */
export class FelderaError extends Error {
  override readonly name = 'FelderaError';
  readonly status: number;
  readonly errorCode: string;
  /** null, a text or an object: whatever the code is known to carry. */
  readonly details: unknown;

  constructor(status: number, errorCode: string, message: string, details: unknown = null) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.details = details;
  }
}
