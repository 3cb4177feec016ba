import {
  type EnvelopeItem,
  type JsonObject,
  type LegacySentryProfile,
  ProfileFormatError,
  parseSentryChunk,
  parseSentryProfile,
  profileOfRecording,
  type SentryChunk,
  SentryDropError,
  type SentryProfile,
  type UndecodedSentryChunk,
} from '@hearth/profile';
import {
  type DecodedProfile,
  NO_LINK,
  type Original,
  type PartialDrop,
  type ProfileId,
  type SeriesFacets,
} from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import type { SessionSighting } from '../upload-format.ts';
import { fieldsOf, textOf } from './fields.ts';
import { SENTRY_CLIENT_HEADER } from './original-headers.ts';
import { MAX_SPAN_TEXT_LENGTH } from './read-spans.ts';
import type { TransactionItem } from './read-transaction.ts';
import { chunkFacets, NO_FACETS, plainVersion, profileFacets } from './session-facets.ts';
import { scopeOf } from './span-scope.ts';

/** What else a profile may learn about itself from its envelope. */
export interface ProfileSurroundings {
  readonly original: Original;
  readonly headers: JsonObject;
  readonly transactions: readonly TransactionItem[];
  readonly sessions: readonly SessionSighting[];
  readonly limits: IngestLimits;
}

export type DecodedItem =
  | { readonly profile: DecodedProfile; readonly drops: readonly PartialDrop[] }
  | { readonly drops: readonly PartialDrop[] };

/** Decodes a `profile` or `profile_chunk` item; one that is not valid is a drop with the reason that Relay reports. */
export function decodeProfileItem(item: EnvelopeItem, around: ProfileSurroundings): DecodedItem {
  try {
    return item.type === 'profile'
      ? decodeProfile(parseSentryProfile(item.payload), around)
      : decodeChunk(parseSentryChunk(item.payload, chunkItemOf(item.headers)), around);
  } catch (error) {
    if (error instanceof SentryDropError)
      return { drops: [{ reason: error.reason, count: 1, message: error.message }] };
    if (error instanceof ProfileFormatError) {
      return { drops: [{ reason: 'profiling_failed_serialization', count: 1, message: error.message }] };
    }
    throw error;
  }
}

function chunkItemOf(headers: JsonObject) {
  const { platform, content_type: contentType, meta_length: metaLength } = headers;
  return {
    platform: typeof platform === 'string' ? platform : undefined,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    metaLength: typeof metaLength === 'number' ? metaLength : undefined,
  };
}

/** A profile of one transaction, which its envelope may hold too: what it does not say itself its transaction says. */
function decodeProfile(sent: SentryProfile | LegacySentryProfile, around: ProfileSurroundings): DecodedItem {
  const { original, transactions, limits } = around;
  const isDecoded = sent.state === 'decoded';
  const transaction = isDecoded
    ? sent.transaction
    : { id: sent.transactionId, name: sent.transactionName, traceId: sent.traceId };
  const event = transactions.find(({ eventId }) => eventId !== '' && eventId === transaction.id) ?? transactions[0];
  const base = {
    ownId: sent.profileId as ProfileId,
    ...scopeOf(sent.release || event?.release, sent.environment || event?.environment, original.context, limits),
    facets: profileFacets(
      isDecoded ? facetsOfProfile(sent, around) : ownFacets('', around),
      sent.platform,
      event?.facets,
    ),
    labels: new Map<string, string>(),
    link: {
      ...NO_LINK,
      traceId: transaction.traceId,
      transactionId: transaction.id,
      transactionName: short(transaction.name),
    },
  };
  if (!isDecoded)
    return { profile: { ...base, ...timesOr(sent, original), state: 'not_decoded', parts: [] }, drops: [] };
  return withRecording(base, 'profile', profileOfRecording(sent.recording, sent.platform));
}

/** A chunk of a run of the profiler; what it runs on is known from the run's transactions, if at all. */
function decodeChunk(sent: SentryChunk | UndecodedSentryChunk, around: ProfileSurroundings): DecodedItem {
  const { original, sessions, limits } = around;
  const { context } = original;
  const seen = sessions.find(({ sessionId }) => sessionId === sent.profilerId)?.facets ?? context.sessionFacets;
  const base = {
    ownId: sent.chunkId as ProfileId,
    ...scopeOf(sent.release, sent.environment, context, limits),
    facets: chunkFacets(sent.platform, ownFacets(sent.clientSdk.version, around).probeVersion, seen),
    labels: new Map<string, string>(),
    link: { ...NO_LINK, sessionId: sent.profilerId },
  };
  if (sent.state === 'not_decoded') {
    return { profile: { ...base, ...timesOr(sent, original), state: 'not_decoded', parts: [] }, drops: [] };
  }
  return withRecording(base, 'profile_chunk', profileOfRecording(sent.recording, sent.platform));
}

type Base = Omit<DecodedProfile, 'startMs' | 'endMs' | 'state' | 'parts'>;

function withRecording(base: Base, name: string, recorded: ReturnType<typeof profileOfRecording>): DecodedItem {
  const { profile, ownThreadSamples, startMs, endMs } = recorded;
  const message = 'Samples of threads that belong to the SDK itself were left out.';
  return {
    profile: { ...base, startMs, endMs, state: 'decoded', parts: [{ name, profile }] },
    drops: ownThreadSamples === 0 ? [] : [{ reason: 'profiler_own_threads', count: ownThreadSamples, message }],
  };
}

/** A payload that nobody reads and that does not say its time lasted no time and came just now. */
function timesOr(
  { startMs, endMs }: LegacySentryProfile | UndecodedSentryChunk,
  { context }: Original,
): { readonly startMs: number; readonly endMs: number } {
  const start = startMs ?? endMs ?? context.receivedMs;
  return { startMs: start, endMs: Math.max(start, endMs ?? start) };
}

const short = (text: string): string => textOf(text, MAX_SPAN_TEXT_LENGTH).trim();

const facetsOfProfile = (sent: SentryProfile, around: ProfileSurroundings): SeriesFacets => ({
  ...ownFacets(sent.clientSdk.version, around),
  runtime: short(sent.runtime.name),
  runtimeVersion: plainVersion(short(sent.runtime.version)),
  runtimeArch: short(sent.device.architecture),
  runtimeOs: short(sent.os.name),
});

/** The SDK that sent the envelope: by the payload, by the header, else by the client that the credential names. */
function ownFacets(clientSdkVersion: string, { headers, original }: ProfileSurroundings): SeriesFacets {
  const client = original.headers[SENTRY_CLIENT_HEADER] ?? '';
  const probeVersion =
    short(clientSdkVersion) ||
    textOf(fieldsOf(headers['sdk'])['version'], MAX_SPAN_TEXT_LENGTH) ||
    // `sentry.python/2.64.0`
    client.slice(client.indexOf('/') + 1);
  return { ...NO_FACETS, probeVersion };
}
