import type { CaptureId } from '../catalog/ids.ts';
import type { CaptureBook } from './capture-book.ts';
import type { Spool } from './spool.ts';
import type { SpoolMeter } from './spool-meter.ts';

/** What a start finds to do. */
export interface SpoolWork {
  /** Files that are whole and not in the store. */
  readonly landing: readonly CaptureId[];
  /** Files that are in the store and may not be visible there yet. */
  readonly release: readonly CaptureId[];
}

/** Looks through the files that an earlier process left, and throws away those that no capture wants any more. */
export async function recoverSpool(spool: Spool, book: CaptureBook, meter: SpoolMeter): Promise<SpoolWork> {
  const landing: CaptureId[] = [];
  const release: CaptureId[] = [];
  for (const { id, kind, bytes } of await spool.list()) {
    const capture = await book.find(id);
    const isWanted = capture !== undefined && capture.state !== 'cancelled';
    if (kind === 'pin') {
      if (capture?.pinned !== true) await spool.remove(id, 'pin');
    } else if (!isWanted || (kind === 'part' && (capture.state === 'done' || capture.spooledMs !== undefined))) {
      await spool.remove(id, kind);
    } else if (kind === 'part') {
      meter.take(id, capture.bytes ?? bytes);
    } else {
      meter.take(id, bytes);
      // It was checked before it got its name; the process may have died before it was noted.
      await book.apply(id, { kind: 'spooled' }, 'server');
      (capture.state === 'done' ? release : landing).push(id);
    }
  }
  return { landing, release };
}
