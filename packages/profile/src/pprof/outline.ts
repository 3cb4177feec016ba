import { GrowableInt32 } from '../growable-int32.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { PprofLimits } from './limits.ts';
import { TAG, WIRE_BYTES, WIRE_VARINT } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** A sample of a timeline with its share of all else; only a guess for the first allocation. */
const USUAL_SAMPLE_BYTES = 64;
const MAX_INITIAL_SPANS = 65_536;

/** Where the messages of one kind lie: message i occupies bytes `start[i] .. end[i]`. */
export class Spans {
  readonly start: GrowableInt32;
  readonly end: GrowableInt32;

  /** `expected` is a guess at their number, which saves growing. */
  constructor(expected = 64) {
    this.start = new GrowableInt32(expected);
    this.end = new GrowableInt32(expected);
  }

  get length(): number {
    return this.start.length;
  }

  push(start: number, end: number): void {
    this.start.push(start);
    this.end.push(end);
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
  const locations = new Spans();
  const functions = new Spans();
  const strings = new Spans();
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

  while (reader.pos < reader.end) {
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
