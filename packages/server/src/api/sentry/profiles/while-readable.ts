import { ProfileFormatError, SentryDropError } from '@hearth/profile';
import type { Answer } from './answer.ts';

type Unreadable = Extract<Answer, { readonly kind: 'unreadable' }>;

/** What the work comes to, or that what is kept cannot be read: damaged, or of a kind that today's decoders refuse. */
export async function whileReadable<T>(work: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProfileFormatError || error instanceof SentryDropError || isOfZlib(error)) {
      return { kind: 'unreadable' };
    }
    throw error;
  }
}

const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:Z_|ERR_BUFFER_TOO_LARGE)/.test(String(error.code));
