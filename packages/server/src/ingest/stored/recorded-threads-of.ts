import {
  DEFAULT_FIREFOX_LIMITS,
  parseSentryChunk,
  parseSentryProfile,
  type RecordedThreads,
  readFirefoxProfile,
  threadsOfFile,
  threadsOfFirefox,
  threadsOfProfile,
  threadsOfRecording,
} from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import type { StoredChoice } from '../../query/export/stored-reader.ts';
import type { Original } from '../../store/upload.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import { type FormatName, prepareUpload } from '../registry.ts';
import { isProfileItem } from '../sentry/kept-items.ts';
import { readEnvelope } from '../sentry/read-envelope.ts';
import { choosePart } from './choose-part.ts';

type ReadThreads = (original: Original, limits: IngestLimits, choice: StoredChoice) => RecordedThreads;

/** Formats that say when samples were, which their decoders add up; all others say it in labels, if at all. */
const timed: Readonly<Partial<Record<FormatName, ReadThreads>>> = {
  'sentry-envelope': threadsOfEnvelope,
  'firefox-profile': ({ body }, limits, { type }) => {
    const recorded = readFirefoxProfile(inflate(body, { maxBytes: captureBytes(limits), name: 'profile.json' }));
    const stacks = Math.min(DEFAULT_FIREFOX_LIMITS.stacks, limits.stackNodes);
    return threadsOfFirefox(recorded, type, { stacks });
  },
  'profile-file': ({ body }, { inflatedBytes, stackNodes }, { startMs, type }) =>
    threadsOfFile(inflate(body, { maxBytes: inflatedBytes, name: 'profile' }), startMs, type, { stackNodes }),
};

/**
 * A stored profile thread by thread and in time.
 * @throws HearthError, ProfileFormatError
 */
export function recordedThreadsOf(original: Original, limits: IngestLimits, choice: StoredChoice): RecordedThreads {
  const read = Object.hasOwn(timed, original.format) ? timed[original.format as FormatName] : undefined;
  if (read !== undefined) return read(original, limits, choice);
  const { profile } = choosePart(prepareUpload(original, limits).decoded, choice.index, choice.type);
  return threadsOfProfile(profile, choice.startMs, choice.type);
}

/** On the event loop no more than any upload may have. */
const captureBytes = ({ inflatedBytes, inlineInflatedBytes, captureInflatedBytes }: IngestLimits): number =>
  inflatedBytes <= inlineInflatedBytes ? inflatedBytes : captureInflatedBytes;

/** An envelope is kept with one profile or chunk at most. */
function threadsOfEnvelope({ body }: Original, limits: IngestLimits, { type }: StoredChoice): RecordedThreads {
  const bytes = inflate(body, { maxBytes: limits.inflatedBytes, name: 'the envelope' });
  const item = readEnvelope(bytes).items.find(isProfileItem);
  if (item === undefined) throw new HearthError('not_decoded');
  const { platform } = item.headers;
  const sent =
    item.type === 'profile'
      ? parseSentryProfile(item.payload)
      : parseSentryChunk(item.payload, { platform: typeof platform === 'string' ? platform : undefined });
  if (sent.state !== 'decoded') throw new HearthError('not_decoded');
  return threadsOfRecording(sent.recording, sent.platform, type);
}
