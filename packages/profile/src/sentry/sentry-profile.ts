import type { JsonObject } from './json-value.ts';
import type { SentryDevice, SentryMeasurement, SentryNamedVersion, SentryOs } from './sentry-context.ts';
import type { SentryRecording } from './sentry-recording.ts';

export interface SentryTransaction {
  /** 32 lower-case hex digits: the id of the transaction's event. */
  readonly id: string;
  readonly name: string;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** '' when not said. */
  readonly segmentId: string;
  /** Decimal digits; '' when not said. */
  readonly activeThreadId: string;
  /** Undefined when not said. */
  readonly durationNanos: number | undefined;
  readonly relativeStartNanos: number;
  /** 0 when not said. */
  readonly relativeEndNanos: number;
}

/** A `profile` item of version 1: the samples of one transaction. */
export interface SentryProfile {
  readonly state: 'decoded';
  /** 32 lower-case hex digits. */
  readonly profileId: string;
  readonly version: '1';
  readonly platform: string;
  /** RFC 3339 in UTC with as many digits as sent: `2026-11-20T21:53:09.052584Z`. */
  readonly timestamp: string;
  /** Unix milliseconds; undefined when the payload does not say. */
  readonly receivedMs: number | undefined;
  readonly environment: string;
  readonly release: string;
  readonly dist: string;
  readonly os: SentryOs;
  readonly device: SentryDevice;
  readonly runtime: SentryNamedVersion;
  readonly clientSdk: SentryNamedVersion;
  /** As sent; {} when absent. */
  readonly debugMeta: JsonObject;
  readonly measurements: readonly SentryMeasurement[];
  readonly transaction: SentryTransaction;
  readonly transactionMetadata: ReadonlyMap<string, string>;
  readonly transactionTags: ReadonlyMap<string, string>;
  readonly recording: SentryRecording;
}

/** A `profile` item without `version`: Android's trace format. Kept, not decoded. */
export interface LegacySentryProfile {
  readonly state: 'not_decoded';
  readonly profileId: string;
  readonly platform: string;
  readonly environment: string;
  readonly release: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly transactionId: string;
  readonly transactionName: string;
  readonly traceId: string;
  /** The payload without what is large (`sampled_profile`, `js_profile`): device, versions, tags, under the names they were sent with. */
  readonly fields: JsonObject;
}
