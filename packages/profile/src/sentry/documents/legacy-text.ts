import type { JsonObject, JsonValue } from '../json-value.ts';
import type { UndecodedSentryChunk } from '../sentry-chunk.ts';
import type { LegacySentryProfile } from '../sentry-profile.ts';
import { imagesOf } from './debug-meta-text.ts';
import { rfc3339 } from './rfc3339.ts';
import type { StoredFacts } from './stored-facts.ts';

/**
 * Sentry's answer for a profile in a format before the sample format, a speedscope document (sentry.md 1.4): all that is
 * known of it. No decoder here reads its trace, so `profiles` is empty.
 */
export function legacyProfileText(profile: LegacySentryProfile, facts: StoredFacts): string {
  return JSON.stringify({
    ...speedscope(profile, facts, profile.fields),
    profileID: profile.profileId,
    transactionName: profile.transactionName,
  });
}

/** The same for a chunk whose format no decoder here reads: Android's trace, Perfetto. */
export function legacyChunkText(chunk: UndecodedSentryChunk, facts: StoredFacts): string {
  const { chunkId, platform, environment, startMs, endMs } = chunk;
  const facets = { profileId: chunkId, platform, environment, startMs, endMs };
  const document = speedscope({ ...facets, transactionId: '', transactionName: '', traceId: '' }, facts, {});
  return JSON.stringify({ ...document, chunkID: chunkId, transactionName: '' });
}

type Named = Omit<LegacySentryProfile, 'state' | 'release' | 'fields'>;

function speedscope(profile: Named, facts: StoredFacts, fields: JsonObject): JsonObject {
  const { startMs = facts.receivedMs, endMs = startMs } = profile;
  const durationNS = numberOf(fields['duration_ns']) ?? Math.round((endMs - startMs) * 1000) * 1000;
  const images = imagesOf(objectOf(fields['debug_meta']));
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  const apiLevel = numberOf(fields['android_api_level']);
  return {
    activeProfileIndex: 0,
    ...(durationNS === 0 ? {} : { durationNS }),
    ...(images.length === 0 ? {} : { images }),
    metadata: {
      ...(apiLevel === undefined ? {} : { androidAPILevel: apiLevel }),
      ...unlessEmpty('architecture', text('architecture')),
      deviceClassification: text('device_classification'),
      deviceLocale: text('device_locale'),
      deviceManufacturer: text('device_manufacturer'),
      deviceModel: text('device_model'),
      ...unlessEmpty('deviceOSBuildNumber', text('device_os_build_number')),
      deviceOSName: text('device_os_name'),
      deviceOSVersion: text('device_os_version'),
      durationNS,
      ...unlessEmpty('environment', profile.environment),
      organizationID: facts.organizationId,
      platform: profile.platform,
      profileID: profile.profileId,
      projectID: facts.projectId,
      received: rfc3339(facts.receivedMs * 1000),
      sampled: true,
      timestamp: rfc3339(startMs * 1000),
      traceID: profile.traceId,
      transactionID: profile.transactionId,
      transactionName: profile.transactionName,
      release: facts.release,
    },
    platform: profile.platform,
    profiles: [],
    projectID: facts.projectId,
    shared: { frames: [], frame_infos: [] },
    ...unlessEmpty('version', facts.version),
    metrics: null,
  };
}

const unlessEmpty = (name: string, text: string): JsonObject => (text === '' ? {} : { [name]: text });

/** Numbers of old Android SDKs come as text. */
function numberOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
