import type { SentryChunk } from '../sentry-chunk.ts';
import type { SentryMeasurement } from '../sentry-context.ts';
import { activeThreadOf } from './active-thread.ts';
import { compactRecording } from './compact-recording.ts';
import { type MergedChunks, mergeChunks } from './merge-chunks.ts';
import { type DocumentTransaction, profileJson } from './profile-json.ts';
import { rfc3339 } from './rfc3339.ts';
import type { DocumentSpan, StoredFacts, StoredRuntime } from './stored-facts.ts';
import { metadataOf, type Stretch, tagsOf } from './transaction-metadata.ts';

/** A whole session and more. */
const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/**
 * A chunk in the shape of a v1 profile, JSON in UTF-8. An extension: Sentry retrieves no chunks this way. There is no transaction, so its
 * ids and name are empty, and the active thread is the main one, or the busiest.
 */
export function retrievedChunk(chunk: SentryChunk, facts: StoredFacts, runtime: StoredRuntime): Uint8Array {
  const merged = mergeChunks([chunk], ALWAYS);
  if (merged === undefined) throw new RangeError('one chunk makes one document');
  const { recording } = merged;
  const stretch = {
    startMs: recording.startMs,
    endMs: recording.startMs + (recording.samples.elapsedNanos.at(-1) ?? 0) / 1e6,
  };
  return shaped(merged, { eventId: chunk.chunkId, facts, runtime, stretch, span: undefined });
}

/**
 * The part of a session that belongs to a transaction or span, in the shape of a v1 profile: the samples of its thread
 * (of every thread when the span names none) between its ends, both included. An extension as well. Undefined when there
 * is no sample of it.
 * @param chunks of the span's session, in any order
 */
export function retrievedSlice(
  chunks: readonly SentryChunk[],
  span: DocumentSpan,
  facts: StoredFacts,
  runtime: StoredRuntime,
): Uint8Array | undefined {
  const window = { fromMs: span.startMs, toMs: span.endMs, threadId: span.threadId || undefined };
  const merged = mergeChunks(chunks, window, span.startMs);
  if (merged === undefined || merged.recording.samples.length === 0) return undefined;
  const compact = { ...merged, recording: compactRecording(merged.recording) };
  return shaped(compact, { eventId: eventIdOfSpan(span), facts, runtime, stretch: span, span });
}

/**
 * The id under which a span's slice can be retrieved: its transaction's event id, or the span's id with zeros before it
 * where spans are no events (SDK 11).
 */
export const eventIdOfSpan = ({ transactionId, spanId }: Pick<DocumentSpan, 'transactionId' | 'spanId'>): string =>
  transactionId || spanId.padStart(32, '0');

interface Shape {
  readonly eventId: string;
  readonly facts: StoredFacts;
  readonly runtime: StoredRuntime;
  readonly stretch: Stretch;
  readonly span: DocumentSpan | undefined;
}

function shaped(merged: MergedChunks, { eventId, facts, runtime, stretch, span }: Shape): Uint8Array {
  const { first, recording } = merged;
  const environment = first.environment || span?.environment || '';
  const metadata = metadataOf(span, stretch);
  metadata.set('environment', environment);
  metadata.set('release', facts.version);
  const transaction: DocumentTransaction = {
    id: span === undefined ? '' : eventId,
    name: span?.name ?? '',
    traceId: span?.traceId ?? '',
    segmentId: span?.segmentId ?? '',
    activeThreadId: span?.threadId || activeThreadOf(recording) || '0',
    durationNanos: span === undefined ? 0 : Math.round((span.endMs - span.startMs) * 1000) * 1000,
  };
  return profileJson({
    ...facts,
    eventId,
    platform: first.platform,
    environment,
    timestamp: rfc3339(recording.startMs * 1000),
    os: { name: runtime.runtimeOs, version: '', buildNumber: '' },
    device: { architecture: runtime.runtimeArch, classification: '', locale: '', manufacturer: '', model: '' },
    runtime: { name: runtime.runtime, version: runtime.runtimeVersion },
    clientSdk: first.clientSdk,
    images: merged.images,
    measurements: merged.measurements.map((series) => sinceStart(series, recording.startMs)),
    recording,
    transaction,
    transactionMetadata: metadata,
    transactionTags: tagsOf(span),
  });
}

/** A point of just before the first sample counts as at it: elapsed time is not negative. */
const sinceStart = (series: SentryMeasurement, startMs: number): SentryMeasurement => ({
  ...series,
  times: series.times.map((seconds) => Math.max(0, Math.round(seconds * 1e6 - startMs * 1000) * 1000)),
});
