import { eventId } from './event-id.ts';
import { normaliseChunk } from './normalise-chunk.ts';
import { namedVersion } from './read-context.ts';
import { readTimedMeasurements } from './read-measurements.ts';
import { TraceReader } from './read-trace.ts';
import type { SentryChunk, SentryChunkIdentity, SentryChunkItem, UndecodedSentryChunk } from './sentry-chunk.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import { SentryPayload } from './sentry-payload.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * Reads the payload of a `profile_chunk` item and normalises it. Android's trace and Perfetto are not decoded: the answer says
 * who sent them and when.
 * @throws SentryDropError with the reason that Relay would report
 */
export function parseSentryChunk(bytes: Uint8Array, item: SentryChunkItem = {}): SentryChunk | UndecodedSentryChunk {
  const isPerfetto = item.metaLength !== undefined || /perfetto/i.test(item.contentType ?? '');
  const trace = new TraceReader('timestamp');
  const payload = SentryPayload.open(isPerfetto ? metadataOf(bytes, item.metaLength) : bytes, trace.readMember);
  const identity = readIdentity(payload);
  const { platform, version } = identity;
  if (item.platform !== undefined && item.platform !== platform) {
    throw new SentryDropError('profiling_invalid_profile_type', "the platform of the item's header is another one");
  }
  if (isPerfetto) return undecoded(payload, identity, 'perfetto');
  if (payload.cursor('sampled_profile') !== undefined && platform === 'android') {
    return undecoded(payload, identity, 'android_trace');
  }
  if (version !== '2') {
    throw new SentryDropError('profiling_platform_not_supported', 'the chunk is not of version 2');
  }
  const recording = normaliseChunk(trace.finish(platform), platform);
  return {
    ...identity,
    state: 'decoded',
    debugMeta: payload.jsonObject('debug_meta'),
    measurements: readTimedMeasurements(payload, recording.startMs),
    recording,
  };
}

function readIdentity(payload: SentryPayload): SentryChunkIdentity {
  const chunkId = eventId(payload.value('chunk_id'));
  const profilerId = eventId(payload.value('profiler_id'));
  const platform = payload.text('platform');
  if (chunkId === undefined || profilerId === undefined || platform === '') {
    throw new SentryDropError('profiling_invalid_json', 'chunk_id, profiler_id or platform is missing or not valid');
  }
  return {
    chunkId,
    profilerId,
    platform,
    environment: payload.text('environment'),
    release: payload.text('release'),
    version: payload.text('version'),
    clientSdk: namedVersion(payload, 'client_sdk'),
  };
}

/** A Perfetto item is JSON of the announced length, then the binary trace. */
function metadataOf(bytes: Uint8Array, length: number | undefined): Uint8Array {
  if (length === undefined || !Number.isSafeInteger(length) || length < 0 || length > bytes.length) {
    throw new SentryDropError('profiling_invalid_profile_metadata', 'meta_length does not fit the payload');
  }
  return bytes.subarray(0, length);
}

function undecoded(
  payload: SentryPayload,
  identity: SentryChunkIdentity,
  form: UndecodedSentryChunk['form'],
): UndecodedSentryChunk {
  const start = parseTimestamp(payload.value('timestamp') ?? payload.value('start_timestamp'));
  const startMs = start === undefined ? undefined : start.unixMicros / 1000;
  const durationNanos = payload.number('duration_ns');
  const end = parseTimestamp(payload.value('end_timestamp'));
  const endMs = end === undefined ? undefined : end.unixMicros / 1000;
  return {
    ...identity,
    state: 'not_decoded',
    form,
    startMs,
    endMs: startMs === undefined || durationNanos === undefined ? endMs : startMs + durationNanos / 1e6,
  };
}
