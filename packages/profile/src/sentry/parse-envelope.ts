import { ProfileFormatError } from '../profile-format-error.ts';
import type { Envelope, EnvelopeItem } from './envelope.ts';
import { asJsonObject, type JsonObject, type JsonValue } from './json-value.ts';
import { DEFAULT_ENVELOPE_LIMITS, type EnvelopeLimits } from './limits.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * Cuts an envelope into its items without copying payloads (https://develop.sentry.dev/sdk/data-model/envelopes/). A payload
 * has exactly the `length` bytes of its item's header, then a newline or the end; without `length` it runs to the next newline
 * or the end. Blank lines after the last item are left alone.
 * @throws ProfileFormatError `not_envelope`, `bad_envelope_item`, `header_too_big`, `too_many_items`
 */
export function parseEnvelope(bytes: Uint8Array, limits: EnvelopeLimits = DEFAULT_ENVELOPE_LIMITS): Envelope {
  let at = endOfLine(bytes, 0);
  const headers = parseHeader(bytes.subarray(0, at), limits);
  if (headers === undefined) {
    throw new ProfileFormatError('not_envelope', "the first line is not an envelope's header, a JSON object");
  }
  at++;
  const items: EnvelopeItem[] = [];
  while (!isBlank(bytes, at)) {
    if (items.length === limits.items) {
      throw new ProfileFormatError('too_many_items', `the envelope has more than ${limits.items} items`);
    }
    const headerEnd = endOfLine(bytes, at);
    const header = parseHeader(bytes.subarray(at, headerEnd), limits);
    const name = `item ${items.length}, byte ${at}`;
    if (header === undefined) {
      throw new ProfileFormatError('bad_envelope_item', `${name}: the header is not a JSON object`);
    }
    const type = header['type'];
    if (typeof type !== 'string') {
      throw new ProfileFormatError('bad_envelope_item', `${name}: the header has no type`);
    }
    const start = Math.min(headerEnd + 1, bytes.length);
    const end = payloadEnd(bytes, start, header['length'], name);
    items.push({ type, headers: header, payload: bytes.subarray(start, end) });
    at = end + 1;
  }
  return { headers, items };
}

function payloadEnd(bytes: Uint8Array, start: number, length: JsonValue | undefined, name: string): number {
  if (length === undefined || length === null) return endOfLine(bytes, start);
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    throw new ProfileFormatError('bad_envelope_item', `${name}: the length is not a whole number`);
  }
  const end = start + length;
  if (end > bytes.length) {
    throw new ProfileFormatError(
      'bad_envelope_item',
      `${name}: ${length} bytes are announced, ${bytes.length - start} are there`,
    );
  }
  if (end < bytes.length && bytes[end] !== NEWLINE) {
    throw new ProfileFormatError('bad_envelope_item', `${name}: no newline follows the payload of ${length} bytes`);
  }
  return end;
}

/** Undefined when the line is not a JSON object. */
function parseHeader(line: Uint8Array, limits: EnvelopeLimits): JsonObject | undefined {
  if (line.length > limits.headerBytes) {
    throw new ProfileFormatError(
      'header_too_big',
      `a header of the envelope has more than ${limits.headerBytes} bytes`,
    );
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    return asJsonObject(value as JsonValue);
  } catch {
    return undefined;
  }
}

function endOfLine(bytes: Uint8Array, from: number): number {
  if (from >= bytes.length) return bytes.length;
  const newline = bytes.indexOf(NEWLINE, from);
  return newline === -1 ? bytes.length : newline;
}

function isBlank(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== NEWLINE && byte !== CARRIAGE_RETURN && byte !== SPACE && byte !== TAB) return false;
  }
  return true;
}
