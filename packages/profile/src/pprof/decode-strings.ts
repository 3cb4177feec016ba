import { hashUtf8, type TextIds } from '../text-ids.ts';
import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import { Scratch } from './scratch.ts';
import { TextCache } from './text-cache.ts';
import type { WireReader } from './wire-reader.ts';

/** Shared by all profiles that this process decodes. */
const shortTexts = new TextCache();

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The string table, checked as a whole and decoded when it is asked for: of an app whose frames are known only the ids are looked at.
 * Keeps the profile's bytes until then.
 */
export class LazyStrings {
  readonly length: number;
  readonly ids: TextIds;
  readonly #bytes: Uint8Array;
  /** Text i occupies bytes `bounds[2i] .. bounds[2i + 1]`. */
  readonly #bounds: Int32Array;
  #all: string[] | undefined;

  /** Text that is not UTF-8 is refused: nothing else could be given back unchanged. @throws ProfileFormatError */
  constructor(reader: WireReader, spans: Spans, limits: PprofLimits, memory: Scratch) {
    const { length } = spans;
    this.length = length;
    this.ids = memory.uint32(length * 2);
    this.#bytes = reader.bytes;
    this.#bounds = memory.int32(length * 2);
    const view = viewOf(reader.bytes);
    let total = 0;
    for (let row = 0; row < length; row++) {
      const start = spans.start(row);
      const end = spans.end(row);
      this.#bounds[row * 2] = start;
      this.#bounds[row * 2 + 1] = end;
      total += end - start;
      if (end - start > limits.stringBytes || total > limits.totalStringBytes) refuseSize(reader, spans, row, limits);
      if (!hashUtf8(view, start, end, this.ids, row)) check(reader, row, start, end);
    }
  }

  at(index: number): string | undefined {
    if (index >= this.length) return undefined;
    return (
      this.#all?.[index] ?? utf8.decode(this.#bytes.subarray(this.#bounds[index * 2], this.#bounds[index * 2 + 1]))
    );
  }

  /** All texts, decoded once. */
  all(): string[] {
    this.#all ??= this.#decode();
    return this.#all;
  }

  #decode(): string[] {
    const view = viewOf(this.#bytes);
    const texts: string[] = [];
    for (let at = 0; at < this.#bounds.length; at += 2) {
      const start = this.#bounds[at]!;
      const end = this.#bounds[at + 1]!;
      texts.push(shortTexts.get(view, start, end) ?? utf8.decode(this.#bytes.subarray(start, end)));
    }
    return texts;
  }
}

/** The string table of a pprof, which begins with the empty string. */
export function decodeStrings(reader: WireReader, spans: Spans, limits: PprofLimits, memory: Scratch): LazyStrings {
  const strings = new LazyStrings(reader, spans, limits, memory);
  if (strings.at(0) !== '') {
    reader.enter('string', 0, 0, 0);
    reader.fail('not_pprof', 'the string table does not begin with the empty string');
  }
  return strings;
}

/** The texts of a table that may begin with any text, or be empty. */
export function decodeTexts(reader: WireReader, spans: Spans, limits: PprofLimits): string[] {
  return new LazyStrings(reader, spans, limits, new Scratch(0)).all();
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

function refuseSize(reader: WireReader, spans: Spans, row: number, limits: PprofLimits): never {
  const [start, end] = [spans.start(row), spans.end(row)];
  reader.enter('string', row, start, end);
  if (end - start > limits.stringBytes) reader.fail('string_too_long', `longer than ${limits.stringBytes} bytes`);
  reader.fail('strings_too_big', `the strings take more than ${limits.totalStringBytes} bytes`);
}

function check(reader: WireReader, row: number, start: number, end: number): void {
  try {
    utf8.decode(reader.bytes.subarray(start, end));
  } catch {
    reader.enter('string', row, start, end);
    reader.fail('invalid_utf8', 'the text is not UTF-8');
  }
}
