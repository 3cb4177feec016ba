import { GrowableInt32 } from '../growable-int32.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { PprofLimits } from './limits.ts';
import { scratch } from './scratch.ts';
import { TAG, WIRE_BYTES, WIRE_VARINT } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** A sample of a timeline with its share of all else; only a guess for the first allocation. */
const USUAL_SAMPLE_BYTES = 64;
const MAX_INITIAL_SPANS = 65_536;

/** Strings, locations and functions: a guess as well. Names and paths have about 25 bytes, and are half of a small profile. */
const USUAL_MESSAGE_BYTES = 64;
const MAX_INITIAL_MESSAGES = 4_096;

/** Where the messages of one kind lie: message i occupies bytes `start(i) .. end(i)`. Lives no longer than the decode. */
export class Spans {
  /** Start and end of message i at 2i and 2i + 1. */
  #bounds: Int32Array;
  #length = 0;
  #bytes = 0;

  /** `expected` is a guess at their number, which saves growing. */
  constructor(expected = 4) {
    this.#bounds = scratch.int32(Math.ceil(expected + 1) * 2);
  }

  get length(): number {
    return this.#length;
  }

  /** Of all messages together. */
  get bytes(): number {
    return this.#bytes;
  }

  push(start: number, end: number): void {
    const at = this.#length * 2;
    if (at === this.#bounds.length) {
      const bigger = scratch.int32(at * 2);
      bigger.set(this.#bounds);
      this.#bounds = bigger;
    }
    this.#bounds[at] = start;
    this.#bounds[at + 1] = end;
    this.#length += 1;
    this.#bytes += end - start;
  }

  start(row: number): number {
    return this.#bounds[row * 2]!;
  }

  end(row: number): number {
    return this.#bounds[row * 2 + 1]!;
  }
}

/** The first pass over a pprof: where everything lies. The fields of a message may come in any order, so tables are read after it. */
export interface Outline {
  readonly types: Spans;
  readonly samples: Spans;
  readonly mappings: Spans;
  readonly locations: Spans;
  readonly functions: Spans;
  readonly strings: Spans;
  readonly periodType: Spans;
  /** String indexes, not checked yet. */
  readonly comments: GrowableInt32;
  readonly period: number;
  readonly durationNanos: number;
  readonly timeNanos: { readonly lo: number; readonly hi: number };
}

/** Walks the top-level fields. Cost and memory grow with the bytes that are there, never with what they claim. */
export function outlinePprof(reader: WireReader, limits: PprofLimits): Outline {
  const types = new Spans();
  const samples = new Spans(Math.min(reader.bytes.length / USUAL_SAMPLE_BYTES, MAX_INITIAL_SPANS));
  const mappings = new Spans();
  const usual = Math.min(reader.bytes.length / USUAL_MESSAGE_BYTES, MAX_INITIAL_MESSAGES);
  const locations = new Spans(usual);
  const functions = new Spans(usual);
  const strings = new Spans(usual);
  const periodType = new Spans();
  const comments = new GrowableInt32();
  let period = 0;
  let durationNanos = 0;
  let timeNanos = { lo: 0, hi: 0 };

  const add = (spans: Spans, limit: number, code: Parameters<WireReader['fail']>[0], what: string): void => {
    const end = reader.length();
    if (spans.length >= limit) reader.fail(code, `more than ${limit} ${what}`);
    spans.push(reader.pos, end);
    reader.pos = end;
  };
  const addComment = (): void => {
    if (comments.length >= limits.comments) reader.fail('too_many_comments', `more than ${limits.comments} comments`);
    comments.push(reader.index(limits.strings));
  };

  const { bytes, end: bytesEnd } = reader;
  const frequent: (Spans | undefined)[] = [];
  frequent[TAG.profileSample] = samples;
  frequent[TAG.profileString] = strings;
  frequent[TAG.profileLocation] = locations;
  frequent[TAG.profileFunction] = functions;
  const fewest = Math.min(limits.samples, limits.strings, limits.locations, limits.functions);

  /** Walks over messages of the frequent kinds for as long as they come with lengths below 2^14, as nearly all do. */
  const addUsual = (): void => {
    let { pos } = reader;
    while (pos + 2 < bytesEnd) {
      const spans = frequent[bytes[pos]!];
      if (spans === undefined || spans.length >= fewest) break;
      let size = bytes[pos + 1]!;
      let start = pos + 2;
      if (size >= 0x80) {
        const next = bytes[start++]!;
        if (next >= 0x80) break;
        size = (size & 0x7f) | (next << 7);
      }
      if (start + size > bytesEnd) break;
      pos = start + size;
      spans.push(start, pos);
    }
    reader.pos = pos;
  };

  while (reader.pos < reader.end) {
    addUsual();
    if (reader.pos === reader.end) break;
    const tag = reader.tag();
    if (tag === TAG.profileSample) add(samples, limits.samples, 'too_many_samples', 'samples');
    else if (tag === TAG.profileString) add(strings, limits.strings, 'too_many_strings', 'strings');
    else if (tag === TAG.profileLocation) add(locations, limits.locations, 'too_many_locations', 'locations');
    else if (tag === TAG.profileFunction) add(functions, limits.functions, 'too_many_functions', 'functions');
    else if (tag === TAG.profileMapping) add(mappings, limits.mappings, 'too_many_mappings', 'mappings');
    else if (tag === TAG.profileSampleType) add(types, limits.types, 'too_many_types', 'value types');
    else if (tag === TAG.profilePeriodType) add(periodType, limits.types, 'too_many_types', 'period types');
    else if (tag === TAG.profilePeriod) period = reader.int53();
    else if (tag === TAG.profileDurationNanos) durationNanos = reader.int53();
    else if (tag === TAG.profileTimeNanos) {
      reader.varint();
      timeNanos = { lo: reader.lo, hi: reader.hi | 0 };
    } else if (tag === TAG.profileComment) addComment();
    else if (tag === TAG.profileComments) {
      const end = reader.length();
      while (reader.pos < end) addComment();
      if (reader.pos !== end) reader.fail('truncated', 'the comments are cut off');
    } else reader.skip(tag);
  }
  return {
    types,
    samples,
    mappings,
    locations,
    functions,
    strings,
    periodType,
    comments,
    period,
    durationNanos,
    timeNanos,
  };
}

/** Refuses what cannot be a pprof before its fields are walked: nothing, or a first byte that is no field of profile.proto. */
export function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new ProfileFormatError('not_pprof', 'the profile is empty');
  const wire = bytes[0]! & 7;
  const field = bytes[0]! >>> 3;
  if (bytes[0]! < 0x80 && (field === 0 || (wire !== WIRE_BYTES && wire !== WIRE_VARINT && field <= 15))) {
    throw new ProfileFormatError(
      'not_pprof',
      `the first byte, ${bytes[0]}, does not begin a pprof (is it compressed?)`,
    );
  }
}
