import type { Profile } from '@hearth/profile';
import type { OwnWindow } from './upload-window.ts';

/** What a pprof says of its own time; which of its ends the time is differs by client. */
export const ownWindow = ({ timeNanos, durationNanos }: Profile): OwnWindow => ({
  startMs: (timeNanos.hi * 2 ** 32 + (timeNanos.lo >>> 0)) / 1e6,
  durationMs: durationNanos / 1e6,
});
