import type { Profile } from './profile.ts';

/**
 * Whether a profile is a list of events of the runtime and not stacks: dd-trace for Node sends `events.pprof` with the one type
 * `timeline`, one location without a name, and everything in labels (file paths and hosts among them, so it is
 * private as well). Such a profile is kept as an original, and nothing is derived from it.
 */
export function isEventTimeline(profile: Profile): boolean {
  return profile.types.every(({ type }) => type === 'timeline');
}
