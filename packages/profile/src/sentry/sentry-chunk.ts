import type { JsonObject } from './json-value.ts';
import type { SentryMeasurement, SentryNamedVersion } from './sentry-context.ts';
import type { SentryRecording } from './sentry-recording.ts';

/** What every chunk says. Ids are 32 lower-case hex digits. */
export interface SentryChunkIdentity {
  readonly chunkId: string;
  /** The session: one run of the profiler. */
  readonly profilerId: string;
  readonly platform: string;
  /** '' when absent. */
  readonly environment: string;
  /** '' when absent. */
  readonly release: string;
  /** As sent: `2`, `2.android-trace`. */
  readonly version: string;
  readonly clientSdk: SentryNamedVersion;
}

/** A `profile_chunk` item of version 2: some seconds of a session's samples. */
export interface SentryChunk extends SentryChunkIdentity {
  readonly state: 'decoded';
  /** As sent; {} when absent. */
  readonly debugMeta: JsonObject;
  readonly measurements: readonly SentryMeasurement[];
  readonly recording: SentryRecording;
}

/** A chunk in a format that no decoder here reads: Android's trace, Perfetto. */
export interface UndecodedSentryChunk extends SentryChunkIdentity {
  readonly state: 'not_decoded';
  readonly form: 'android_trace' | 'perfetto';
  /** Unix milliseconds; undefined when the payload does not say. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

/** What the header of a `profile_chunk` item says about its payload. */
export interface SentryChunkItem {
  readonly platform?: string | undefined;
  readonly contentType?: string | undefined;
  /** Bytes of JSON before a binary payload. */
  readonly metaLength?: number | undefined;
}
