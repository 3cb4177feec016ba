import { eventId } from './event-id.ts';
import { normaliseProfile } from './normalise-profile.ts';
import { parseLegacyProfile } from './parse-legacy-profile.ts';
import { namedVersion, textMap } from './read-context.ts';
import { readElapsedMeasurements } from './read-measurements.ts';
import { TraceReader } from './read-trace.ts';
import { readTransaction } from './read-transaction.ts';
import type { SentryDevice, SentryOs } from './sentry-context.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import { SentryPayload } from './sentry-payload.ts';
import type { LegacySentryProfile, SentryProfile } from './sentry-profile.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * Reads the payload of a `profile` item and normalises it: a sample profile of version 1, or, without a version, Android's
 * trace, which is not decoded.
 * @throws SentryDropError with the reason that Relay would report
 */
export function parseSentryProfile(bytes: Uint8Array): SentryProfile | LegacySentryProfile {
  const trace = new TraceReader('elapsed_since_start_ns');
  const payload = SentryPayload.open(bytes, trace.readMember);
  const platform = payload.text('platform');
  if (platform === '') throw missing('platform');
  const version = payload.text('version');
  if (version === '' && platform === 'android') return parseLegacyProfile(payload, !trace.isEmpty);
  if (version !== '1') {
    throw new SentryDropError('profiling_platform_not_supported', 'the profile is not of version 1');
  }
  const profileId = eventId(payload.value('event_id') ?? payload.value('profile_id'));
  if (profileId === undefined) throw missing('event_id');
  const timestamp = parseTimestamp(payload.value('timestamp'));
  if (timestamp === undefined) throw missing('timestamp');
  const device = readDevice(payload);
  const os = readOs(payload);
  if (platform === 'cocoa') checkCocoa(payload);
  const transaction = readTransaction(payload);
  const recording = normaliseProfile(trace.finish(platform), {
    platform,
    architecture: device.architecture,
    startMs: timestamp.unixMicros / 1000,
    relativeStartNanos: transaction.relativeStartNanos,
    relativeEndNanos: transaction.relativeEndNanos,
  });
  const received = parseTimestamp(payload.value('received'));
  return {
    state: 'decoded',
    profileId,
    version,
    platform,
    timestamp: timestamp.text,
    receivedMs: received === undefined ? undefined : received.unixMicros / 1000,
    environment: payload.text('environment'),
    release: payload.text('release'),
    dist: payload.text('dist'),
    os,
    device,
    runtime: namedVersion(payload, 'runtime'),
    clientSdk: namedVersion(payload, 'client_sdk'),
    debugMeta: payload.jsonObject('debug_meta'),
    measurements: readElapsedMeasurements(payload),
    transaction,
    transactionMetadata: textMap(payload, 'transaction_metadata'),
    transactionTags: textMap(payload, 'transaction_tags'),
    recording,
  };
}

/** The architecture must be said, if only as ''. */
function readDevice(payload: SentryPayload): SentryDevice {
  const device = payload.object('device');
  if (device?.cursor('architecture') === undefined) throw missing('device.architecture');
  return {
    architecture: device.text('architecture'),
    classification: device.text('classification'),
    locale: device.text('locale'),
    manufacturer: device.text('manufacturer'),
    model: device.text('model'),
  };
}

function readOs(payload: SentryPayload): SentryOs {
  const os = payload.object('os');
  if (os?.cursor('name') === undefined) throw missing('os.name');
  if (os.cursor('version') === undefined) throw missing('os.version');
  return { name: os.text('name'), version: os.text('version'), buildNumber: os.text('build_number') };
}

/** Apple's SDK always says these; without them symbols cannot be found. */
function checkCocoa(payload: SentryPayload): void {
  const device = payload.object('device');
  const isComplete =
    payload.object('os')?.cursor('build_number') !== undefined &&
    ['is_emulator', 'locale', 'manufacturer', 'model'].every((key) => device?.cursor(key) !== undefined);
  if (!isComplete) {
    throw new SentryDropError('profiling_invalid_profile_metadata', 'the device or the system is not described');
  }
}

function missing(field: string): SentryDropError {
  return new SentryDropError('profiling_invalid_json', `${field} is missing or not valid`);
}
