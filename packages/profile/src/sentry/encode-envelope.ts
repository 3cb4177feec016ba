import type { Envelope } from './envelope.ts';

const NEWLINE = 0x0a;

/** The bytes of an envelope. Each item's header says `type` and the payload's `length`, so payloads may hold anything. */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [encoder.encode(JSON.stringify(envelope.headers))];
  for (const { type, headers, payload } of envelope.items) {
    parts.push(encoder.encode(JSON.stringify({ ...headers, type, length: payload.length })), payload);
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
    bytes[at++] = NEWLINE;
  }
  return bytes;
}
