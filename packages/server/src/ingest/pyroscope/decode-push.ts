import { fromBinary, fromJsonString } from '@bufbuild/protobuf';
import type { TypeHint } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { type PushRequest, PushRequestSchema, type RawProfileSeries } from '../../rpc/generated/push/v1/push_pb.ts';
import { type DecodedProfile, NO_LINK, type Original, type UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import { ownWindow } from '../own-window.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { windowOf } from '../upload-window.ts';
import { seriesOfLabels } from './series-of-labels.ts';

/** Which profile of the process it is: `process_cpu`, `memory`, `mutex`, ... */
const METRIC = '__name__';
/** Alloy's names of profiles that Go computes as differences. */
const DELTA_PREFIX = 'godeltaprof_';

/**
 * Decodes a push: a profile for each sample of each series. All are taken or none. A pure function of the original.
 *
 * @throws HearthError for everything that is refused; no other error, whatever the bytes are
 */
export function decodePush(original: Original, limits: IngestLimits): PreparedUpload {
  const { body, contentType, context } = original;
  const { series } = readMessage(body, contentType);
  const count = series.reduce((sum, { samples }) => sum + samples.length, 0);
  if (count === 0) throw new HearthError('no_profile');
  if (count > limits.profilesPerUpload) {
    throw new HearthError('profile_limit', {
      message: `The push has ${count} profiles; ${limits.profilesPerUpload} are taken at a time.`,
    });
  }
  const profiles: DecodedProfile[] = [];
  // One bound on the inflated size holds for all of them together.
  let maxBytes = limits.inflatedBytes;
  for (const one of series) {
    const labels = labelsOf(one);
    const tagged = seriesOfLabels('', labels, context, limits);
    const metric = labels.get(METRIC) ?? '';
    for (const { rawProfile } of one.samples) {
      const name = `${metric || 'profile'}.pprof`;
      const bytes = inflate(rawProfile, { maxBytes, name });
      maxBytes -= bytes.length;
      const profile = decodePprofPart(bytes, { name, limits, hint: lockHintOf(metric) });
      profiles.push({
        ownId: undefined,
        ...tagged,
        ...windowOf({}, ownWindow(profile), context.receivedMs),
        link: NO_LINK,
        state: 'decoded',
        parts: [{ name, profile }],
      });
    }
  }
  const hash = contentHash(['pyroscope-push', body]);
  return { decoded: { profiles, spans: [], drops: [] }, uploadId: hash as UploadId, contentHash: hash };
}

function readMessage(body: Uint8Array, contentType: string): PushRequest {
  try {
    if (!contentType.startsWith('application/json')) return fromBinary(PushRequestSchema, body);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return fromJsonString(PushRequestSchema, text, { ignoreUnknownFields: true });
  } catch (error) {
    throw new HearthError('invalid_message', { cause: error });
  }
}

/** Of a name that comes twice the last value counts. */
function labelsOf({ labels }: RawProfileSeries): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of labels) {
    if (name === '' || /\p{Surrogate}|\p{Cc}/u.test(name + value)) {
      throw new HearthError('invalid_labels', {
        message: 'A label of the push has no name, or a character that none has.',
      });
    }
    values.set(name, value);
  }
  return values;
}

/** Go's two lock profiles have the same types; the metric's name tells. */
function lockHintOf(metric: string): TypeHint | undefined {
  const name = metric.startsWith(DELTA_PREFIX) ? metric.slice(DELTA_PREFIX.length) : metric;
  return name === 'mutex' || name === 'block' ? name : undefined;
}
