import { LabelColumns } from '../pprof/label-columns.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { SampleTable } from '../profile.ts';
import type { Dictionary } from './dictionary.ts';
import type { OtlpLimits } from './limits.ts';
import { packedIndexes } from './packed-indexes.ts';
import { VALUE_NONE, VALUE_WHOLE } from './value-reader.ts';
import { OTLP_TAG } from './wire.ts';

/** The seventh byte of a number stands for bits 42 to 48: up to there a double holds every sum of its parts exactly. */
const LARGEST_SCALE = 2 ** 42;
/** The fourth byte of an index: up to there its bits fit a 32-bit integer without a sign. */
const LARGEST_SHIFT = 21;
const TIMESTAMP_BYTES = 8;

/**
 * Reads the samples of a profile one by one into columns. A sample's value is the sum of its values, or the number of its timestamps when it
 * has none. Its attributes and the ids of its span become labels; times of single events stay in the original.
 */
export class SampleReader {
  readonly #reader: WireReader;
  readonly #dictionary: Dictionary;
  readonly #limits: OtlpLimits;
  readonly #stack: Int32Array;
  readonly #value: Float64Array;
  readonly #labels: LabelColumns;

  constructor(reader: WireReader, dictionary: Dictionary, samples: number, limits: OtlpLimits) {
    this.#reader = reader;
    this.#dictionary = dictionary;
    this.#limits = limits;
    this.#stack = new Int32Array(samples);
    this.#value = new Float64Array(samples);
    this.#labels = new LabelColumns(reader, samples, dictionary.stringCount, limits);
  }

  /** Reads sample `row` from bytes `start .. end`. */
  read(row: number, start: number, end: number): void {
    this.#reader.enter('sample', row, start, end);
    if (this.#readUsual(row, start, end)) return;
    this.#labels.restart(row);
    this.#readAny(row, start, end);
  }

  finish(): SampleTable {
    return { length: this.#stack.length, stack: this.#stack, values: [this.#value], labels: this.#labels.finish() };
  }

  /**
   * Reads a sample in the form that all known encoders write: tags of one byte, packed lists, nothing unknown, values below 2^49. False when
   * it has any other form, or anything is wrong with it; then it is to be read again. (Position in a local variable, no calls but for labels.)
   */
  #readUsual(row: number, start: number, end: number): boolean {
    const { bytes } = this.#reader;
    const { node } = this.#dictionary.stacks;
    const { length: attributes } = this.#dictionary.attributes;
    let pos = start;
    let stack = 0;
    let link = 0;
    let sum = 0;
    let values = 0;
    let timestamps = 0;
    while (pos < end) {
      const tag = bytes[pos++]!;
      if (pos === end) return false;
      let byte = bytes[pos++]!;
      let number = byte & 0x7f;
      if (tag === OTLP_TAG.sampleValue) {
        for (let scale = 128; byte >= 0x80; scale *= 128) {
          if (pos === end || scale > LARGEST_SCALE) return false;
          byte = bytes[pos++]!;
          number += (byte & 0x7f) * scale;
        }
        sum += number;
        values += 1;
        continue;
      }
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (pos === end || shift > LARGEST_SHIFT) return false;
        byte = bytes[pos++]!;
        number |= (byte & 0x7f) << shift;
      }
      if (tag === OTLP_TAG.sampleStack) stack = number;
      else if (tag === OTLP_TAG.sampleLink) link = number;
      else {
        const stop = pos + number;
        if (stop > end) return false;
        if (tag === OTLP_TAG.sampleTimestamps) {
          if (number % TIMESTAMP_BYTES !== 0) return false;
          timestamps += number / TIMESTAMP_BYTES;
          pos = stop;
        } else if (tag === OTLP_TAG.sampleValues) {
          while (pos < stop) {
            byte = bytes[pos++]!;
            let value = byte & 0x7f;
            for (let scale = 128; byte >= 0x80; scale *= 128) {
              if (pos === stop || scale > LARGEST_SCALE) return false;
              byte = bytes[pos++]!;
              value += (byte & 0x7f) * scale;
            }
            sum += value;
            values += 1;
          }
        } else if (tag === OTLP_TAG.sampleAttributes) {
          while (pos < stop) {
            byte = bytes[pos++]!;
            let attribute = byte & 0x7f;
            for (let shift = 7; byte >= 0x80; shift += 7) {
              if (pos === stop || shift > LARGEST_SHIFT) return false;
              byte = bytes[pos++]!;
              attribute |= (byte & 0x7f) << shift;
            }
            if (attribute >= attributes) return false;
            this.#attribute(attribute);
          }
        } else return false;
      }
    }
    if (values === 0) {
      if (timestamps === 0) return false;
      sum = timestamps;
    }
    if (stack >= node.length || sum > Number.MAX_SAFE_INTEGER || link >= this.#dictionary.links.length) return false;
    if (link !== 0) this.#link(link);
    if (!this.#labels.endSample(row)) return false;
    this.#stack[row] = node[stack]!;
    this.#value[row] = sum;
    return true;
  }

  /** Reads a sample in whatever form the wire format allows; all errors come from here. */
  #readAny(row: number, start: number, end: number): void {
    const reader = this.#reader;
    const { stacks, attributes, links } = this.#dictionary;
    let stack = 0;
    let link = 0;
    let sum = 0;
    let values = 0;
    let timestamps = 0;
    const takeAttribute = (attribute: number): void => this.#attribute(attribute);
    const takeValue = (): void => {
      sum += reader.int53();
      values += 1;
      if (!Number.isSafeInteger(sum))
        reader.fail('value_out_of_range', 'the values of a sample add up to more than 2^53');
    };
    reader.enter('sample', row, start, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.sampleStack) stack = reader.index(stacks.node.length);
      else if (tag === OTLP_TAG.sampleLink) link = reader.index(links.length);
      else if (tag === OTLP_TAG.sampleAttribute) takeAttribute(reader.index(attributes.length));
      else if (tag === OTLP_TAG.sampleAttributes) packedIndexes(reader, attributes.length, takeAttribute);
      else if (tag === OTLP_TAG.sampleValue) takeValue();
      else if (tag === OTLP_TAG.sampleValues) {
        const stop = reader.length();
        while (reader.pos < stop) takeValue();
        if (reader.pos !== stop) reader.fail('truncated', 'the values are cut off');
      } else if (tag === OTLP_TAG.sampleTimestamp) {
        reader.fixed64();
        timestamps += 1;
      } else if (tag === OTLP_TAG.sampleTimestamps) {
        const stop = reader.length();
        if ((stop - reader.pos) % TIMESTAMP_BYTES !== 0) reader.fail('truncated', 'the timestamps are cut off');
        timestamps += (stop - reader.pos) / TIMESTAMP_BYTES;
        reader.pos = stop;
      } else reader.skip(tag);
    }
    if (values === 0 && timestamps === 0) {
      reader.fail('value_count_mismatch', 'a sample has neither values nor timestamps');
    }
    if (link !== 0) this.#link(link);
    if (!this.#labels.endSample(row)) {
      reader.fail('too_many_labels', `a sample has more than ${this.#limits.labelsPerSample} labels`);
    }
    this.#stack[row] = stacks.node[stack]!;
    this.#value[row] = values === 0 ? timestamps : sum;
  }

  #attribute(row: number): void {
    const { key, kind, text, lo, hi, unit } = this.#dictionary.attributes;
    if (kind[row] === VALUE_NONE) return;
    this.#labels.push(key[row]!, text[row]!, kind[row] === VALUE_WHOLE, lo[row]!, hi[row]!, unit[row]!);
  }

  #link(link: number): void {
    const { links } = this.#dictionary;
    const trace = links.traceId(link);
    const span = links.spanId(link);
    if (trace !== 0) this.#labels.push(links.traceKey, trace, false, 0, 0, 0);
    if (span !== 0) this.#labels.push(links.spanKey, span, false, 0, 0, 0);
  }
}
