import type { JsonObject, JsonValue } from '../json-value.ts';
import type { SentryDevice, SentryMeasurement, SentryNamedVersion, SentryOs } from '../sentry-context.ts';
import type { SentryRecording } from '../sentry-recording.ts';
import { debugMetaText } from './debug-meta-text.ts';
import { framesText } from './frames-text.ts';
import { mapText, member, membersText, objectText, optionalText } from './json-text.ts';
import { measurementsText } from './measurements-text.ts';
import { rfc3339 } from './rfc3339.ts';
import { threadNumbers } from './thread-numbers.ts';
import { threadsText } from './threads-text.ts';
import { Utf8Writer } from './utf8-writer.ts';
import { SAMPLE_BYTES, writeSamples } from './write-samples.ts';
import { STACK_ENTRY_BYTES, writeStacks } from './write-stacks.ts';

/** What stands behind the fields of Sentry's answer to *Retrieve a profile*. */
export interface ProfileDocument {
  /** 32 hex digits. */
  readonly eventId: string;
  readonly organizationId: number;
  readonly projectId: number;
  readonly platform: string;
  /** '' leaves it out. */
  readonly environment: string;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly release: JsonObject | null;
  readonly os: SentryOs;
  readonly device: SentryDevice;
  readonly runtime: SentryNamedVersion;
  readonly clientSdk: SentryNamedVersion;
  readonly images: readonly JsonValue[];
  /** Times are nanoseconds since the start. */
  readonly measurements: readonly SentryMeasurement[];
  readonly retentionDays: number;
  readonly recording: SentryRecording;
  readonly transaction: DocumentTransaction;
  /** Values of '' are left out. */
  readonly transactionMetadata: ReadonlyMap<string, string>;
  readonly transactionTags: ReadonlyMap<string, string>;
}

export interface DocumentTransaction {
  readonly id: string;
  readonly name: string;
  readonly traceId: string;
  readonly segmentId: string;
  /** A thread id of the recording; any other whole number is written as it is, and what is none as 0. */
  readonly activeThreadId: string;
  /** 0 leaves it out. */
  readonly durationNanos: number;
}

/**
 * Sentry's JSON for one profile in the sample format, version 1 (sentry.md 1.2), in UTF-8. Written as text because thread ids are
 * JSON numbers beyond 2^53, which no JavaScript number holds.
 */
export function profileJson(document: ProfileDocument): Uint8Array {
  const { recording, transaction } = document;
  const known = recording.threadIds.indexOf(transaction.activeThreadId);
  // The active thread may have no samples; it gets a number of its own like any other.
  const ids = known === -1 ? [...recording.threadIds, transaction.activeThreadId || '0'] : recording.threadIds;
  const numbers = threadNumbers(ids);
  const activeThread = numbers[known === -1 ? recording.threadIds.length : known]!;
  const before = membersText([
    member('debug_meta', debugMetaText(document.images)),
    member('device', deviceText(document.device)),
    optionalText('environment', document.environment),
    member('event_id', JSON.stringify(document.eventId)),
    document.measurements.length === 0
      ? undefined
      : member('measurements', measurementsText(document.measurements, 'elapsed_since_start_ns', String)),
    member('os', osText(document.os)),
    member('organization_id', String(document.organizationId)),
    member('platform', JSON.stringify(document.platform)),
    member('project_id', String(document.projectId)),
    member('received', JSON.stringify(rfc3339(document.receivedMs * 1000))),
    member('release', JSON.stringify(document.release)),
    member('retention_days', String(document.retentionDays)),
    member('runtime', namedVersionText(document.runtime)),
    member('timestamp', JSON.stringify(document.timestamp)),
  ]);
  const after = membersText([
    member('transaction', transactionText(transaction, activeThread)),
    member('transaction_metadata', mapText(withoutEmpty(document.transactionMetadata), JSON.stringify)),
    document.transactionTags.size === 0
      ? undefined
      : member('transaction_tags', mapText(document.transactionTags, JSON.stringify)),
    member('version', '"1"'),
    member('sampled', 'true'),
    member('client_sdk', namedVersionText(document.clientSdk)),
    member('options', 'null'),
  ]);
  const { samples, stacks } = recording;
  const expectedBytes = samples.length * SAMPLE_BYTES + (stacks.length + stacks.frame.length) * STACK_ENTRY_BYTES;
  const writer = new Utf8Writer(expectedBytes + ROOM_FOR_THE_REST);
  writer.text(`{${before},"profile":`);
  writeRecording(writer, recording, numbers);
  writer.text(`,${after}}`);
  return writer.bytes;
}

/** Frames and what is said once. Memory that nobody writes to costs nothing. */
const ROOM_FOR_THE_REST = 512 * 1024;

/** `{name, version}`, also of chunks. */
export const namedVersionText = ({ name, version }: SentryNamedVersion): string => JSON.stringify({ name, version });

const osText = ({ name, version, buildNumber }: SentryOs): string =>
  JSON.stringify({ build_number: buildNumber, name, version });

const deviceText = ({ architecture, classification, locale, manufacturer, model }: SentryDevice): string =>
  JSON.stringify({ architecture, classification, locale, manufacturer, model });

const transactionText = (transaction: DocumentTransaction, activeThread: string): string =>
  objectText([
    member('active_thread_id', activeThread),
    transaction.durationNanos === 0 ? undefined : member('duration_ns', String(transaction.durationNanos)),
    member('id', JSON.stringify(transaction.id)),
    member('name', JSON.stringify(transaction.name)),
    member('trace_id', JSON.stringify(transaction.traceId)),
    member('segment_id', JSON.stringify(transaction.segmentId)),
  ]);

const withoutEmpty = (map: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...map].filter(([, value]) => value !== ''));

function writeRecording(writer: Utf8Writer, recording: SentryRecording, numbers: readonly string[]): void {
  const { queues } = recording;
  const queuesText = queues === undefined ? 'null' : mapText(queues, (label) => `{"label":${JSON.stringify(label)}}`);
  writer.text(`{"frames":${framesText(recording.frames)},"queue_metadata":${queuesText},"samples":`);
  writeSamples(writer, recording, numbers);
  writer.text(',"stacks":');
  writeStacks(writer, recording.stacks);
  writer.text(`,"thread_metadata":${threadsText(recording, numbers)}}`);
}
