/** A good upload before it is mutated. */
export interface SeedUpload {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** A profile inside of it, and how to pack a mutated one. */
  readonly inner?: {
    readonly content: Buffer;
    readonly wrap: (content: Buffer) => Buffer;
    /** Whether it may be compressed in there. */
    readonly isPacked: boolean;
  };
}
