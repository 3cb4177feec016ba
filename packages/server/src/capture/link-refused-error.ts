/** An agent that is not let in, with what its connection is closed with. */
export class LinkRefusedError extends Error {
  override readonly name = 'LinkRefusedError';
  readonly closeCode: number;

  /** @param reason one clause without a secret; the agent logs it */
  constructor(closeCode: number, reason: string) {
    super(reason);
    this.closeCode = closeCode;
  }
}
