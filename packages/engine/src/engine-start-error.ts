/** The engine could not be started. `message` says why and ends with the tail of what the engine wrote. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError';
  /** What the engine wrote last to its output and error log; empty when it wrote nothing. */
  readonly logTail: string;

  constructor(reason: string, logTail: string, options?: ErrorOptions) {
    super(logTail === '' ? reason : `${reason}\n${logTail}`, options);
    this.logTail = logTail;
  }
}
