/** A 400 of this face; the message is part of the wire format. */
export class UpsunParameterError extends Error {
  override readonly name = 'UpsunParameterError';
  /** For whoever logs: the request is to blame. */
  readonly statusCode = 400;
}
