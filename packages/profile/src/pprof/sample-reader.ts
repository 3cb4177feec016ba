import type { SampleTable, StackTable } from '../profile.ts';
import type { Locations } from './decode-locations.ts';
import { LabelColumns } from './label-columns.ts';
import type { PprofLimits } from './limits.ts';
import type { Scratch } from './scratch.ts';
import { StackReader } from './stack-reader.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** The seventh byte of a number stands for bits 42 to 48: up to there a double holds every sum of its parts exactly. */
const LARGEST_SCALE = 2 ** 42;

/** Two bytes a location, half of which continue a path that is there already. Only a guess for the first allocation. */
const USUAL_NODE_BYTES = 4;

/** What the samples refer to. */
export interface SampleContext {
  readonly samples: number;
  /** Of all samples together, which bounds the nodes of their stacks. */
  readonly sampleBytes: number;
  readonly locations: Locations;
  readonly types: number;
  readonly strings: number;
  readonly limits: PprofLimits;
  /** For what stays of them. */
  readonly memory: Scratch;
}

/**
 * Reads samples one by one into columns. (One call a sample and not one loop over all: V8 optimises a method that is called
 * often better than a loop it has to enter half-way, 20 against 14 ms.)
 */
export class SampleReader {
  readonly #reader: WireReader;
  readonly #locations: Locations;
  readonly #types: number;
  readonly #strings: number;
  readonly #limits: PprofLimits;
  readonly #memory: Scratch;
  readonly #stack: Int32Array;
  readonly #values: readonly Float64Array[];
  readonly #labels: LabelColumns;
  readonly #stacks: StackReader;

  constructor(reader: WireReader, { samples, sampleBytes, locations, types, strings, limits, memory }: SampleContext) {
    this.#reader = reader;
    this.#locations = locations;
    this.#types = types;
    this.#strings = strings;
    this.#limits = limits;
    this.#stack = memory.int32(samples);
    this.#memory = memory;
    this.#values = Array.from({ length: types }, () => memory.float64(samples));
    this.#labels = new LabelColumns(reader, samples, strings, limits);
    this.#stacks = new StackReader(reader, samples, sampleBytes / USUAL_NODE_BYTES, locations, limits);
  }

  /** Reads sample `row` from bytes `start .. end`. */
  read(row: number, start: number, end: number): void {
    this.#reader.enter('sample', row, start, end);
    if (this.#readUsual(row, start, end)) return;
    this.#labels.restart(row);
    this.#readAny(row, start, end);
  }

  /** Reads a sample in whatever form the wire format allows; all errors come from here. */
  #readAny(row: number, start: number, end: number): void {
    const reader = this.#reader;
    const stacks = this.#stacks;
    let type = 0;
    // The whole stack is usually one packed field; that one is kept as bytes until it is known to be the only one.
    let packedStart = -1;
    let packedStop = -1;
    let pushed = false;
    reader.enter('sample', row, start, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.sampleValues) {
        type = this.#packedValues(row, type);
      } else if (tag === TAG.sampleLabel) {
        this.#labels.read();
      } else if (tag === TAG.sampleLocations || tag === TAG.sampleLocation) {
        if (packedStart >= 0) {
          const { pos } = reader;
          stacks.pushPacked(packedStart, packedStop);
          reader.pos = pos;
          packedStart = -1;
          pushed = true;
        }
        if (tag === TAG.sampleLocation) {
          reader.varint();
          stacks.push(this.#locations.ids.get(reader.lo, reader.hi));
          pushed = true;
        } else {
          packedStop = reader.length();
          packedStart = reader.pos;
          reader.pos = packedStop;
        }
      } else if (tag === TAG.sampleValue) {
        this.#value(row, type++);
      } else {
        reader.skip(tag);
      }
    }
    if (type !== this.#types) reader.fail('value_count_mismatch', 'a sample has fewer values than there are types');
    if (pushed) {
      if (packedStart >= 0) stacks.pushPacked(packedStart, packedStop);
      this.#stack[row] = stacks.enter();
    } else {
      this.#stack[row] = packedStart < 0 ? -1 : stacks.packed(packedStart, packedStop);
    }
    if (!this.#labels.endSample(row)) {
      reader.fail('too_many_labels', `a sample has more than ${this.#limits.labelsPerSample} labels`);
    }
  }

  finish(): { readonly samples: SampleTable; readonly stacks: StackTable } {
    const samples = {
      length: this.#stack.length,
      stack: this.#stack,
      values: this.#values,
      labels: this.#labels.finish(),
    };
    return { samples, stacks: this.#stacks.finish(this.#memory) };
  }

  /**
   * Reads a sample in the form that all known profilers write: tags of one byte, packed stack and values, values below 2^49,
   * nothing unknown. False when it has any other form, or anything is wrong with it; then it is to be read again.
   * (Position in a local variable, no calls: this loop is most of the decoder's time, and three times as fast this way.)
   */
  #readUsual(row: number, start: number, end: number): boolean {
    const { bytes } = this.#reader;
    const strings = this.#strings;
    let pos = start;
    let type = 0;
    let packedStart = -1;
    let packedStop = -1;
    while (pos + 1 < end) {
      const tag = bytes[pos]!;
      let stop = bytes[pos + 1]!;
      pos += 2;
      if (stop >= 0x80) {
        const next = pos < end ? bytes[pos++]! : 0x80;
        if (next >= 0x80) return false;
        stop = (stop & 0x7f) | (next << 7);
      }
      stop += pos;
      if (stop > end) return false;
      if (tag === TAG.sampleLabel) {
        let key = 0;
        let text = 0;
        let unit = 0;
        let numberLo = 0;
        let numberHi = 0;
        let hasNumber = false;
        while (pos < stop) {
          const field = bytes[pos++]!;
          if (pos === stop) return false;
          let byte = bytes[pos++]!;
          let lo = byte & 0x7f;
          let hi = 0;
          for (let shift = 7; byte >= 0x80 && shift < 70; shift += 7) {
            if (pos === stop) return false;
            byte = bytes[pos++]!;
            const bits = byte & 0x7f;
            if (shift < 28) lo |= bits << shift;
            else if (shift > 28) hi |= bits << (shift - 32);
            else {
              lo |= bits << 28;
              hi = bits >>> 4;
            }
          }
          if (byte >= 0x80) return false;
          if (field === TAG.labelNumber) {
            numberLo = lo;
            numberHi = hi;
            hasNumber = true;
            continue;
          }
          if (hi !== 0 || lo < 0 || lo >= strings) return false;
          if (field === TAG.labelKey) key = lo;
          else if (field === TAG.labelText) text = lo;
          else if (field === TAG.labelUnit) unit = lo;
          else return false;
        }
        this.#labels.push(key, text, hasNumber, numberLo, numberHi, unit);
      } else if (tag === TAG.sampleValues) {
        while (pos < stop) {
          let byte = bytes[pos++]!;
          let value = byte & 0x7f;
          for (let scale = 128; byte >= 0x80; scale *= 128) {
            if (pos === stop || scale > LARGEST_SCALE) return false;
            byte = bytes[pos++]!;
            value += (byte & 0x7f) * scale;
          }
          const column = this.#values[type++];
          if (column === undefined) return false;
          column[row] = value;
        }
      } else if (tag === TAG.sampleLocations && packedStart < 0) {
        packedStart = pos;
        packedStop = stop;
        pos = stop;
      } else {
        return false;
      }
    }
    if (pos !== end || type !== this.#types || !this.#labels.endSample(row)) return false;
    this.#stack[row] = packedStart < 0 ? -1 : this.#stacks.packed(packedStart, packedStop);
    return true;
  }

  #packedValues(row: number, first: number): number {
    const reader = this.#reader;
    const stop = reader.length();
    let type = first;
    while (reader.pos < stop) this.#value(row, type++);
    if (reader.pos !== stop) reader.fail('truncated', 'the values are cut off');
    return type;
  }

  #value(row: number, type: number): void {
    const column = this.#values[type];
    if (column === undefined)
      this.#reader.fail('value_count_mismatch', 'a sample has more values than there are types');
    column[row] = this.#reader.int53();
  }
}
