import { HearthError } from '../../errors/hearth-error.ts';

export interface InflateOptions {
  /** The content may have this many bytes and not one more. */
  readonly maxBytes: number;
  /** What is inflated, for messages, e.g. `cpu.pprof`. */
  readonly name: string;
  /** Whether the caller gives the result back (`giveInflated`), so that it may lie in memory that is used again. */
  readonly isGivenBack?: boolean;
}

export const tooLarge = (options: InflateOptions): HearthError =>
  new HearthError('inflated_too_large', {
    message: `${options.name}: the inflated content is larger than ${options.maxBytes} bytes.`,
  });

export const corrupt = (options: InflateOptions, what: string, cause?: unknown): HearthError =>
  new HearthError('corrupt_compression', { message: `${options.name}: ${what}.`, cause });
