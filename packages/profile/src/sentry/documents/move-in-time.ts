import type { SentryChunk } from '../sentry-chunk.ts';
import type { SentryProfile } from '../sentry-profile.ts';
import type { SentryRecording } from '../sentry-recording.ts';
import { rfc3339 } from './rfc3339.ts';

/** A chunk of a client whose clock was off, as if it had been right. */
export const moveChunk = (chunk: SentryChunk, byMs: number): SentryChunk => ({
  ...chunk,
  measurements: chunk.measurements.map((series) => ({
    ...series,
    times: series.times.map((seconds) => seconds + byMs / 1000),
  })),
  recording: moveRecording(chunk.recording, byMs),
});

/** The same for a v1 profile, whose samples and measurements count from its start. */
export function moveProfile(profile: SentryProfile, byMs: number): SentryProfile {
  const recording = moveRecording(profile.recording, byMs);
  return { ...profile, timestamp: rfc3339(recording.startMs * 1000), recording };
}

const moveRecording = (recording: SentryRecording, byMs: number): SentryRecording => ({
  ...recording,
  startMs: recording.startMs + byMs,
  samples: {
    ...recording.samples,
    timeSeconds: recording.samples.timeSeconds?.map((seconds) => seconds + byMs / 1000),
  },
});
