import type { Pin } from '../store/retention/pin.ts';

const DAY_MS = 86_400_000;

/**
 * Unix milliseconds until which a profile, or its original, is kept by its class alone. Retention drops whole days: what started on a day
 * goes when that day's last moment is old enough.
 */
export const keptUntilMs = (startMs: number, keepDays: number): number =>
  (Math.floor(startMs / DAY_MS) + 1 + keepDays) * DAY_MS;

/** What pins know profiles by. */
export interface KeptProfile {
  readonly id: string;
  readonly app: string;
  readonly startMs: number;
}

/**
 * The same with the pins of its project; undefined without an end: while it is pinned. A pin that came after its class had passed
 * holds nothing.
 */
export function pinnedUntilMs(
  profile: KeptProfile,
  keepDays: number,
  pins: readonly (Omit<Pin, 'id' | 'projectId'> & { readonly createdMs: number })[],
): number | undefined {
  const { id, app, startMs } = profile;
  const untilMs = keptUntilMs(startMs, keepDays);
  const isPinned = pins.some(
    (pin) =>
      pin.createdMs < untilMs &&
      (pin.profileId === undefined
        ? pin.app === app && pin.fromMs <= startMs && startMs < pin.toMs
        : pin.profileId === id),
  );
  return isPinned ? undefined : untilMs;
}
