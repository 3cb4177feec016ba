import { HearthError } from '../../errors/hearth-error.ts';

/** Throws `invalid_range` for a range that ends before it begins; an empty one is fine. */
export function assertRange(fromMs: number | undefined, toMs: number | undefined): void {
  if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
    throw new HearthError('invalid_range', { message: 'from is later than to.' });
  }
}
