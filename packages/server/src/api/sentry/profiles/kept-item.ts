import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  type EnvelopeItem,
  type LegacySentryProfile,
  moveChunk,
  moveProfile,
  parseEnvelope,
  parseSentryChunk,
  parseSentryProfile,
  type SentryChunk,
  type SentryProfile,
  type UndecodedSentryChunk,
} from '@hearth/profile';

/** What an envelope may be when it is inflated: Relay's limit, which ingest holds as well. */
const MAX_ENVELOPE_BYTES = 200 * 1024 * 1024;

/** How much is inflated at a time: zlib's own 16 KiB are 30 trips to its threads for a payload of 500 kB, three times the work. */
const INFLATE_BYTES = 512 * 1024;

const inflate = promisify(gunzip);

/**
 * The profile or chunk of a kept envelope: there is at most one. Undefined for an envelope without. Rejects with a
 * ProfileFormatError or an error of zlib when the original is damaged.
 * @param body an envelope, plain or gzip
 */
export async function keptItem(body: Uint8Array): Promise<EnvelopeItem | undefined> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const bytes = isGzip ? await inflate(body, { maxOutputLength: MAX_ENVELOPE_BYTES, chunkSize: INFLATE_BYTES }) : body;
  return parseEnvelope(bytes).items.find(({ type }) => type === 'profile' || type === 'profile_chunk');
}

export type KeptProfile = SentryProfile | LegacySentryProfile | SentryChunk | UndecodedSentryChunk;

/**
 * Below it a start differs by the rounding of its row alone: ingest leaves clocks alone that are off by less than a minute.
 */
const MIN_MOVE_MS = 1000;

/**
 * Reads an item as ingest did, and moves it where ingest put it if the client's clock was off: its spans are there as well.
 * Throws SentryDropError for what was never taken.
 * @param startMs of its row in the store
 */
export function readKeptItem(item: EnvelopeItem, startMs: number): KeptProfile {
  const kept = parse(item);
  if (kept.state === 'not_decoded') return kept;
  const byMs = Math.round(startMs - kept.recording.startMs);
  if (Math.abs(byMs) < MIN_MOVE_MS) return kept;
  return isChunk(kept) ? moveChunk(kept, byMs) : moveProfile(kept, byMs);
}

function parse({ type, headers, payload }: EnvelopeItem): KeptProfile {
  if (type === 'profile') return parseSentryProfile(payload);
  const { platform, content_type: contentType, meta_length: metaLength } = headers;
  return parseSentryChunk(payload, {
    platform: typeof platform === 'string' ? platform : undefined,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    metaLength: typeof metaLength === 'number' ? metaLength : undefined,
  });
}

export const isChunk = <T extends KeptProfile>(kept: T): kept is Extract<T, { readonly chunkId: string }> =>
  'chunkId' in kept;
