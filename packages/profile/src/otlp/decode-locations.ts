import { GrowableInt32 } from '../growable-int32.ts';
import type { Locations } from '../pprof/decode-locations.ts';
import { IdIndex } from '../pprof/id-index.ts';
import type { Spans } from '../pprof/outline.ts';
import { scratch } from '../pprof/scratch.ts';
import { LARGEST_SHIFT } from '../pprof/wire.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { AttributeTable } from './attribute-table.ts';
import type { OtlpLimits } from './limits.ts';
import { packedIndexes } from './packed-indexes.ts';
import { OTLP_TAG } from './wire.ts';

/** What locations refer to. Row 0 of each table stands for none. */
export interface LocationContext {
  readonly functions: number;
  readonly mappings: number;
  readonly attributes: AttributeTable;
  readonly strings: readonly string[];
  readonly limits: OtlpLimits;
}

const FRAME_TYPE_KEY = 'profile.frame.type';
const KERNEL = 'kernel';
const NOT_SAID = -1;
const NOT_IN_APP = 0;

/**
 * Decodes locations into frames: one a line (several when functions were inlined), or one with the address alone when there is no line.
 * Frames of the kernel are not application code; of other types it is not said.
 */
export function decodeLocations(
  reader: WireReader,
  spans: Spans,
  { functions, mappings, attributes, strings, limits }: LocationContext,
): Locations {
  const { length } = spans;
  const first = scratch.uint32(length + 1);
  const mappingOf = scratch.int32(length);
  const addressLoOf = scratch.uint32(length);
  const addressHiOf = scratch.uint32(length);
  const originOf = scratch.int32(length).fill(NOT_SAID);
  const func = new GrowableInt32(length);
  const line = new GrowableInt32(length);
  const column = new GrowableInt32(length);
  const isKernel = kernelAttributes(attributes, strings);

  const readLine = (): void => {
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    let [lineFunc, lineNumber, lineColumn] = [0, 0, 0];
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.lineFunction) lineFunc = reader.index(functions);
      else if (tag === OTLP_TAG.lineLine) lineNumber = reader.line();
      else if (tag === OTLP_TAG.lineColumn) lineColumn = reader.line();
      else reader.skip(tag);
    }
    reader.end = outer;
    func.push(lineFunc - 1);
    line.push(lineNumber);
    column.push(lineColumn);
  };

  const { bytes } = reader;

  /**
   * Reads a location in the form that nearly all have: known fields, small numbers, one line, one byte of attributes. False when it has
   * any other, or anything is wrong with it; then it is to be read again.
   */
  const readUsual = (row: number, start: number, end: number): boolean => {
    let lineFunc = 0;
    let lineNumber = 0;
    let lineColumn = 0;
    let pos = start;
    let lineEnd = 0;
    let attribute = 0;
    let mapping = 0;
    while (pos < end) {
      const inLine = pos < lineEnd;
      const tag = bytes[pos++]!;
      if (pos === end) return false;
      let byte = bytes[pos++]!;
      let value = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (pos === end || shift > LARGEST_SHIFT) return false;
        byte = bytes[pos++]!;
        value |= (byte & 0x7f) << shift;
      }
      if (!inLine) {
        if (tag === OTLP_TAG.locationLine) {
          if (lineEnd > 0) return false;
          lineEnd = pos + value;
          if (lineEnd > end) return false;
        } else if (tag === OTLP_TAG.locationAddress) {
          addressLoOf[row] = value;
          addressHiOf[row] = 0;
        } else if (tag === OTLP_TAG.locationMapping) mapping = value;
        else if (tag === OTLP_TAG.locationAttributes && value === 1 && pos < end && bytes[pos]! < 0x80) {
          attribute = bytes[pos++]!;
        } else return false;
      } else if (pos > lineEnd) return false;
      else if (tag === OTLP_TAG.lineFunction) lineFunc = value;
      else if (tag === OTLP_TAG.lineLine) lineNumber = value;
      else if (tag === OTLP_TAG.lineColumn) lineColumn = value;
      else return false;
    }
    if (lineEnd === 0 || lineFunc >= functions || mapping >= mappings || attribute >= isKernel.length) return false;
    mappingOf[row] = mapping;
    if (isKernel[attribute] === 1) originOf[row] = NOT_IN_APP;
    func.push(lineFunc - 1);
    line.push(lineNumber);
    column.push(lineColumn);
    return true;
  };

  for (let row = 0; row < length; row++) {
    const start = spans.start(row);
    const end = spans.end(row);
    if (!readUsual(row, start, end)) {
      reader.enter('location', row, start, end);
      addressLoOf[row] = 0;
      addressHiOf[row] = 0;
      const takeAttribute = (attribute: number): void => {
        if (isKernel[attribute] === 1) originOf[row] = NOT_IN_APP;
      };
      while (reader.pos < reader.end) {
        const tag = reader.tag();
        if (tag === OTLP_TAG.locationLine) readLine();
        else if (tag === OTLP_TAG.locationMapping) mappingOf[row] = reader.index(mappings);
        else if (tag === OTLP_TAG.locationAttribute) takeAttribute(reader.index(attributes.length));
        else if (tag === OTLP_TAG.locationAttributes) packedIndexes(reader, attributes.length, takeAttribute);
        else if (tag === OTLP_TAG.locationAddress) {
          reader.varint();
          addressLoOf[row] = reader.lo;
          addressHiOf[row] = reader.hi;
        } else reader.skip(tag);
      }
      if (func.length === first[row]) {
        func.push(-1);
        line.push(0);
        column.push(0);
      }
    }
    if (func.length > limits.frames) reader.fail('too_many_frames', `more than ${limits.frames} frames`);
    first[row + 1] = func.length;
  }

  const total = func.length;
  const mapping = new Int32Array(total);
  const addressLo = new Uint32Array(total);
  const addressHi = new Uint32Array(total);
  const inlined = new Uint8Array(total);
  const inApp = new Int8Array(total);
  for (let row = 0; row < length; row++) {
    const last = first[row + 1]!;
    for (let frame = first[row]!; frame < last; frame++) {
      mapping[frame] = mappingOf[row]! - 1;
      addressLo[frame] = addressLoOf[row]!;
      addressHi[frame] = addressHiOf[row]!;
      inlined[frame] = frame + 1 < last ? 1 : 0;
      inApp[frame] = originOf[row]!;
    }
  }
  const frames = {
    length: total,
    func: func.toInt32(),
    line: line.toUint32(),
    column: column.toUint32(),
    mapping,
    addressLo,
    addressHi,
    inApp,
    inlined,
  };
  return { frames, first, ids: positions(length) };
}

/** Locations are named by their position, which is what the reader of stacks takes for their id. */
function positions(length: number): IdIndex {
  const lo = scratch.uint32(length);
  for (let row = 0; row < length; row++) lo[row] = row;
  return new IdIndex(lo, scratch.uint32(length));
}

/** Which attributes say that a frame is the kernel's; there is always a row 0. */
function kernelAttributes(attributes: AttributeTable, strings: readonly string[]): Uint8Array {
  const kernel = new Uint8Array(Math.max(1, attributes.length));
  for (let row = 1; row < attributes.length; row++) {
    const isType = strings[attributes.key[row]!] === FRAME_TYPE_KEY;
    if (isType && strings[attributes.text[row]!] === KERNEL) kernel[row] = 1;
  }
  return kernel;
}
