import type { ServerStatus } from '../../api/wire.ts';
import { countText, valueText } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';

/** How it stands between what was taken and what can be seen. */
export interface WayIn {
  /** Always, in the status bar. */
  readonly text: string;
  /** Only what needs somebody's attention. */
  readonly worry: { readonly name: string; readonly note: string; readonly isBad: boolean } | undefined;
}

/** Uploads are written within a second; after so long somebody may want to know why not. */
const LATE_MS = 30_000;

/** @param status of the server */
export function wayInOf({ notReady, queue }: ServerStatus): WayIn {
  const waitMs = queue.waitsSeconds === null ? 0 : Math.max(1, queue.waitsSeconds) * 1000;
  const text =
    queue.uploads === 0 && waitMs < LATE_MS
      ? 'Queue 0, all written'
      : `Queue ${countText(queue.uploads)}, ${valueText(queue.bytes, 'bytes')}, the oldest waits ${durationText(waitMs)}`;
  if (notReady !== null) {
    const name = /engine/i.test(notReady) ? 'Engine away' : 'Not taking';
    return { text, worry: { name, note: `${notReady} Clients try again by themselves.`, isBad: true } };
  }
  if (waitMs < LATE_MS) return { text, worry: undefined };
  const note = 'taken and safe, but not to be seen yet';
  return { text, worry: { name: `${durationText(waitMs)} late`, note, isBad: false } };
}
