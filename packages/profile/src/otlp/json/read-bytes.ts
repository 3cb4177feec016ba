import type { JsonBytes } from '../../json/json-bytes.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;
const SEXTETS = new Int16Array(128).fill(-1);
for (let value = 0; value < BASE64.length; value++) SEXTETS[BASE64.charCodeAt(value)] = value;
// The alphabet for addresses.
SEXTETS[0x2d] = 62;
SEXTETS[0x5f] = 63;

/** Takes a text of hexadecimal digits: how OTLP writes ids in JSON. */
export function readHex(json: JsonBytes, maxBytes: number): Uint8Array {
  const text = json.readText(maxBytes * 2);
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw json.invalid('hexadecimal digits');
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
}

/** Takes a text in base64, with or without padding. */
export function readBase64(json: JsonBytes, maxBytes: number): Uint8Array {
  const text = json.readText(maxBytes);
  let { length } = text;
  while (length > 0 && text.charCodeAt(length - 1) === PADDING) length--;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < length; index++) {
    const sextet = SEXTETS[text.charCodeAt(index)] ?? -1;
    if (sextet < 0) throw json.invalid('base64');
    held = ((held << 6) | sextet) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >>> bits;
    }
  }
  return bytes;
}
