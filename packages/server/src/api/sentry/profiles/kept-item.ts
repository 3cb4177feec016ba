import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type EnvelopeItem, parseEnvelope } from '@hearth/profile';

/** What an envelope may be when it is inflated: Relay's limit, which ingest holds as well. */
const MAX_ENVELOPE_BYTES = 200 * 1024 * 1024;

/** How much is inflated at a time: zlib's own 16 KiB are 30 trips to its threads for a payload of 500 kB, three times the work. */
const INFLATE_BYTES = 512 * 1024;

/**
 * Payloads of one answer that are read and written at once: 1 MiB takes 13 ms of CPU, which everyone else's request waits for (500 kB,
 * 5 400 samples, 5 ms). More is a worker thread's work, to which the way costs some milliseconds.
 */
export const MAX_INLINE_PAYLOAD_BYTES = 1024 * 1024;

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
