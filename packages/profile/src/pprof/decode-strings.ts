import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import type { WireReader } from './wire-reader.ts';

/** Up to this length a string of ASCII is cheaper through fromCharCode than through the decoder's fixed cost (measured). */
const SHORT_STRING_BYTES = 64;

/** Decodes the string table. Text that is not UTF-8 is refused: nothing else could be given back unchanged. */
export function decodeStrings(reader: WireReader, spans: Spans, limits: PprofLimits): readonly string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const { bytes } = reader;
  const strings: string[] = [];
  let total = 0;
  for (let row = 0; row < spans.length; row++) {
    const start = spans.start.at(row);
    const end = spans.end.at(row);
    reader.enter('string', row, start, end);
    total += end - start;
    if (end - start > limits.stringBytes) reader.fail('string_too_long', `longer than ${limits.stringBytes} bytes`);
    if (total > limits.totalStringBytes) {
      reader.fail('strings_too_big', `the strings take more than ${limits.totalStringBytes} bytes`);
    }
    strings.push(shortAscii(bytes, start, end) ?? utf8(reader, decoder, start, end));
  }
  if (strings.length === 0 || strings[0] !== '') {
    reader.enter('string', 0, 0, 0);
    reader.fail('not_pprof', 'the string table does not begin with the empty string');
  }
  return strings;
}

function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start > SHORT_STRING_BYTES) return undefined;
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x80) return undefined;
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
}

function utf8(reader: WireReader, decoder: InstanceType<typeof TextDecoder>, start: number, end: number): string {
  try {
    return decoder.decode(reader.bytes.subarray(start, end));
  } catch {
    return reader.fail('invalid_utf8', 'the text is not UTF-8');
  }
}
