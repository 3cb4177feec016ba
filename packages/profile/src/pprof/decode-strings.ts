import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import { TextCache } from './text-cache.ts';
import type { WireReader } from './wire-reader.ts';

/** Shared by all profiles that this process decodes. */
const shortTexts = new TextCache();

/** Decodes the string table. Text that is not UTF-8 is refused: nothing else could be given back unchanged. */
export function decodeStrings(reader: WireReader, spans: Spans, limits: PprofLimits): readonly string[] {
  const strings = decodeTexts(reader, spans, limits);
  if (strings.length === 0 || strings[0] !== '') {
    reader.enter('string', 0, 0, 0);
    reader.fail('not_pprof', 'the string table does not begin with the empty string');
  }
  return strings;
}

/** The same for a table that may begin with any text, or be empty. */
export function decodeTexts(reader: WireReader, spans: Spans, limits: PprofLimits): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const { buffer, byteOffset, byteLength } = reader.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const strings: string[] = [];
  let total = 0;
  for (let row = 0; row < spans.length; row++) {
    const start = spans.start(row);
    const end = spans.end(row);
    reader.enter('string', row, start, end);
    total += end - start;
    if (end - start > limits.stringBytes) reader.fail('string_too_long', `longer than ${limits.stringBytes} bytes`);
    if (total > limits.totalStringBytes) {
      reader.fail('strings_too_big', `the strings take more than ${limits.totalStringBytes} bytes`);
    }
    strings.push(shortTexts.get(view, start, end) ?? utf8(reader, decoder, start, end));
  }
  return strings;
}

function utf8(reader: WireReader, decoder: InstanceType<typeof TextDecoder>, start: number, end: number): string {
  try {
    return decoder.decode(reader.bytes.subarray(start, end));
  } catch {
    return reader.fail('invalid_utf8', 'the text is not UTF-8');
  }
}
