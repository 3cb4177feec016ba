import { Spans } from '../pprof/outline.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { Profile, SampleTable } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';
import { attributeText } from './attribute-table.ts';
import type { Dictionary } from './dictionary.ts';
import type { OtlpAttributes } from './key-values.ts';
import type { OtlpLimits } from './limits.ts';
import { otlpType } from './otlp-type.ts';
import type { OtlpPayload } from './otlp-upload.ts';
import { add } from './outline.ts';
import { packedIndexes } from './packed-indexes.ts';
import { readId } from './read-id.ts';
import { SampleReader } from './sample-reader.ts';
import { OTLP_TAG } from './wire.ts';

const PROFILE_ID_BYTES = 16;
const USUAL_SAMPLE_BYTES = 32;
const MAX_INITIAL_SPANS = 65_536;
/** Samples that are read by one call, so that the loop is optimised once and not for each profile anew. */
const CHUNK = 256;

/** A profile as its message says it; its tables are the dictionary's. */
export interface ReadProfile {
  readonly profileId: string;
  readonly attributes: OtlpAttributes;
  readonly payload: OtlpPayload | undefined;
  readonly samples: SampleTable;
  readonly header: Omit<Profile, 'strings' | 'functions' | 'mappings' | 'frames' | 'stacks' | 'samples'>;
}

/** Reads the profiles of a request; samples and labels are bounded for all of them together. */
export class ProfileReader {
  readonly #reader: WireReader;
  readonly #dictionary: Dictionary;
  readonly #limits: OtlpLimits;
  #samples: number;
  #labels: number;

  constructor(reader: WireReader, dictionary: Dictionary, limits: OtlpLimits) {
    this.#reader = reader;
    this.#dictionary = dictionary;
    this.#limits = limits;
    this.#samples = limits.samples;
    this.#labels = limits.labels;
  }

  /** Reads the profile in bytes `start .. end`. @throws ProfileFormatError */
  read(index: number, start: number, end: number): ReadProfile {
    const reader = this.#reader;
    const { attributes: table, texts } = this.#dictionary;
    const spans = new Spans(Math.min((end - start) / USUAL_SAMPLE_BYTES, MAX_INITIAL_SPANS));
    const attributes = new Map<string, string>();
    let type = NO_TYPE;
    let periodType = NO_TYPE;
    let timeNanos = { lo: 0, hi: 0 };
    let period = 0;
    let durationNanos = 0;
    let profileId = '';
    let format = '';
    let payload: Uint8Array | undefined;
    let count = 0;
    const takeAttribute = (row: number): void => {
      const most = this.#limits.resourceAttributes;
      if (++count > most) reader.fail('too_many_labels', `a profile has more than ${most} attributes`);
      const text = attributeText(table, row, texts.strings);
      if (text !== undefined) attributes.set(texts.strings[table.key[row]!]!, text);
    };
    reader.enter('profile', index, start, end);
    while (reader.pos < end) {
      this.#usualSamples(spans);
      if (reader.pos === end) break;
      const tag = reader.tag();
      if (tag === OTLP_TAG.profileSample) add(reader, spans, this.#samples, 'too_many_samples', 'samples in all');
      else if (tag === OTLP_TAG.profileType) type = this.#type(type);
      else if (tag === OTLP_TAG.profilePeriodType) periodType = this.#type(periodType);
      else if (tag === OTLP_TAG.profileTimeNanos) {
        reader.fixed64();
        timeNanos = { lo: reader.lo, hi: reader.hi | 0 };
      } else if (tag === OTLP_TAG.profileDurationNanos) durationNanos = Math.max(0, reader.int53());
      else if (tag === OTLP_TAG.profilePeriod) period = reader.int53();
      else if (tag === OTLP_TAG.profileId) profileId = readId(reader, PROFILE_ID_BYTES);
      else if (tag === OTLP_TAG.profilePayloadFormat) format = texts.read(reader);
      else if (tag === OTLP_TAG.profilePayload) {
        const stop = reader.length();
        payload = reader.bytes.subarray(reader.pos, stop);
        reader.pos = stop;
      } else if (tag === OTLP_TAG.profileAttribute) takeAttribute(reader.index(table.length));
      else if (tag === OTLP_TAG.profileAttributes) packedIndexes(reader, table.length, takeAttribute);
      else reader.skip(tag);
    }
    const samples = this.#readSamples(spans);
    if (type.type === 0 && samples.length > 0) {
      throw new ProfileFormatError('missing_types', `profile ${index} says not what its values mean`);
    }
    return {
      profileId,
      attributes,
      payload: payload === undefined || payload.length === 0 ? undefined : { format, bytes: payload },
      samples,
      header: {
        types: [this.#named(type)],
        periodType: periodType.type === 0 ? undefined : this.#named(periodType),
        period,
        timeNanos,
        durationNanos,
        comments: [],
      },
    };
  }

  /** Walks over samples for as long as they come with lengths below 2^14, as nearly all do. */
  #usualSamples(spans: Spans): void {
    const { bytes, end } = this.#reader;
    let { pos } = this.#reader;
    while (pos + 2 < end && bytes[pos] === OTLP_TAG.profileSample && spans.length < this.#samples) {
      let size = bytes[pos + 1]!;
      let start = pos + 2;
      if (size >= 0x80) {
        const next = bytes[start++]!;
        if (next >= 0x80) break;
        size = (size & 0x7f) | (next << 7);
      }
      if (start + size > end) break;
      pos = start + size;
      spans.push(start, pos);
    }
    this.#reader.pos = pos;
  }

  #readSamples(spans: Spans): SampleTable {
    const { length } = spans;
    const limits = { ...this.#limits, labels: this.#labels };
    const samples = new SampleReader(this.#reader, this.#dictionary, length, limits);
    for (let row = 0; row < length; row += CHUNK) readChunk(samples, spans, row, Math.min(row + CHUNK, length));
    const table = samples.finish();
    this.#samples -= length;
    this.#labels -= table.labels.key.length;
    return table;
  }

  /** Reads a type's message over what was read of it before. */
  #type({ type, unit }: TypeIndexes): TypeIndexes {
    const reader = this.#reader;
    const { stringCount } = this.#dictionary;
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    const read = { type, unit };
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.typeType) read.type = reader.index(stringCount);
      else if (tag === OTLP_TAG.typeUnit) read.unit = reader.index(stringCount);
      else reader.skip(tag);
    }
    reader.end = outer;
    return read;
  }

  #named({ type, unit }: TypeIndexes): ValueType {
    const { strings } = this.#dictionary.texts;
    return otlpType(strings[type]!, strings[unit]!);
  }
}

/** StringIndexes; 0 while not said. */
interface TypeIndexes {
  readonly type: number;
  readonly unit: number;
}

const NO_TYPE: TypeIndexes = { type: 0, unit: 0 };

function readChunk(samples: SampleReader, spans: Spans, from: number, to: number): void {
  for (let row = from; row < to; row++) samples.read(row, spans.start(row), spans.end(row));
}
