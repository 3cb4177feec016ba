import {
  DEFAULT_OTLP_LIMITS,
  decodeOtlp,
  decodeOtlpJson,
  type OtlpProfile,
  type OtlpUpload,
  ProfileFormatError,
  withCpuTime,
} from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_UPLOAD_DAYS } from '../../store/bounds/limits.ts';
import { dayOf } from '../../store/derive/expiry-week.ts';
import {
  type DecodedProfile,
  NO_LINK,
  type Original,
  type PartialDrop,
  type ProfileId,
  type UploadId,
} from '../../store/upload.ts';
import { codeOfFormatError } from '../code-of-format-error.ts';
import { contentHash } from '../content-hash.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { isJsonType } from './otlp-content-type.ts';
import { rejectedReason } from './rejected-reason.ts';
import { seriesOfResource } from './series-of-resource.ts';
import { RETENTION_DAYS_HEADER, windowOfProfile } from './window-of-profile.ts';

/** What the store keeps of a message. */
const MAX_MESSAGE_LENGTH = 200;

/**
 * Decodes a request of OTLP profiles, plain or under gzip, zstd or lz4: a profile for each of its profiles that can be read; the others are
 * drops. A pure function of the original.
 *
 * @throws HearthError for everything that is refused as a whole; no other error, whatever the bytes are
 */
export function decodeOtlpUpload(original: Original, limits: IngestLimits): PreparedUpload {
  const bytes = inflate(original.body, { maxBytes: limits.inflatedBytes, name: 'the request' });
  const { profiles: sent, refused } = read(bytes, original.contentType, limits);
  if (sent.length + refused.length > limits.profilesPerUpload) {
    throw new HearthError('profile_limit', {
      message: `The request has ${sent.length + refused.length} profiles; ${limits.profilesPerUpload} are taken at a time.`,
    });
  }
  const drops = new Map<string, PartialDrop>();
  const drop = (error: HearthError): void => {
    if (limits.isProvisional === true && error.code === 'profile_limit') throw error;
    const earlier = drops.get(error.code);
    const message = earlier?.message ?? error.message.slice(0, MAX_MESSAGE_LENGTH);
    drops.set(error.code, { reason: rejectedReason(error.code), message, count: 1 + (earlier?.count ?? 0) });
  };
  for (const { index, error } of refused) drop(refusal(error, `Profile ${index}`));

  const timed = resourcesWithCpuTime(sent);
  const taken = new Set<string>();
  const decoded: DecodedProfile[] = [];
  for (const profile of sent) {
    try {
      decoded.push(decodeProfile(profile, original, limits, taken, timed.has(profile.resource)));
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      drop(error);
    }
  }
  const profiles = ofNewestDays(decoded);
  for (let count = profiles.length; count < decoded.length; count++) drop(tooManyDays());
  const content = contentHash(['otlp', bytes]);
  // Of those too that are refused: their reason may be gone when the request comes again.
  const ids = sent.map(({ profileId }) => profileId);
  return {
    decoded: { profiles, spans: [], drops: [...drops.values()] },
    // A request whose profiles all have ids is the same request when it brings the same profiles.
    uploadId: (ids.length === 0 || ids.includes('')
      ? content
      : contentHash(['otlp-profiles', ...ids.toSorted()])) as UploadId,
    contentHash: content,
  };
}

function read(bytes: Uint8Array, contentType: string, limits: IngestLimits): OtlpUpload {
  try {
    const decode = isJsonType(contentType) ? decodeOtlpJson : decodeOtlp;
    return decode(bytes, { ...DEFAULT_OTLP_LIMITS, stacks: limits.stackNodes });
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw refusal(error, 'The request');
  }
}

/**
 * Those that start on the newest of the days that one upload may bring. The store refuses an upload of more as a whole, and a few hosts
 * whose clocks are wrong, each on a day of its own, should not cost those of all others.
 */
function ofNewestDays(profiles: readonly DecodedProfile[]): readonly DecodedProfile[] {
  const days = new Set(profiles.map(({ startMs }) => dayOf(startMs)));
  if (days.size <= MAX_UPLOAD_DAYS) return profiles;
  const kept = new Set([...days].sort((a, b) => b - a).slice(0, MAX_UPLOAD_DAYS));
  return profiles.filter(({ startMs }) => kept.has(dayOf(startMs)));
}

const tooManyDays = (): HearthError =>
  new HearthError('timestamp_out_of_range', {
    message: `Of the days on which profiles of a request start the newest ${MAX_UPLOAD_DAYS} are taken.`,
  });

const refusal = (error: ProfileFormatError, what: string): HearthError =>
  new HearthError(codeOfFormatError(error), { message: `${what}: ${error.message} (${error.code}).`, cause: error });

/** Resources that measured the time on the CPU themselves: nothing has to be made of their samples. */
const resourcesWithCpuTime = (profiles: readonly OtlpProfile[]): ReadonlySet<unknown> =>
  new Set(
    profiles.filter(({ profile }) => profile.types.some(({ type }) => type === 'cpu')).map(({ resource }) => resource),
  );

/**
 * @param taken ids of earlier profiles of the request: one that comes again, as some encoders give a recording with several types, cannot
 *   be the id of another profile, which then gets one of ours
 */
function decodeProfile(
  sent: OtlpProfile,
  { context, headers }: Original,
  limits: IngestLimits,
  taken: Set<string>,
  isTimed: boolean,
): DecodedProfile {
  const { profileId, payload } = sent;
  const profile = isTimed ? sent.profile : withCpuTime(sent.profile);
  const base = {
    ...seriesOfResource(sent, context, limits),
    ...windowOfProfile(profile, {
      receivedMs: context.receivedMs,
      retentionDays: Number(headers[RETENTION_DAYS_HEADER]),
    }),
    ownId: profileId === '' || taken.has(profileId) ? undefined : (profileId as ProfileId),
    link: NO_LINK,
  };
  taken.add(profileId);
  // A profiler's own format in the place of samples: JFR and the like.
  if (profile.samples.length === 0 && payload !== undefined) return { ...base, state: 'not_decoded', parts: [] };
  return { ...base, state: 'decoded', parts: [{ name: profile.types[0]!.type || 'profile', profile }] };
}
