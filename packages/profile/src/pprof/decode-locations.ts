import { GrowableInt32 } from '../growable-int32.ts';
import type { FrameTable } from '../profile.ts';
import { idsOf } from './decode-tables.ts';
import type { IdIndex } from './id-index.ts';
import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import { type Scratch, scratch } from './scratch.ts';
import { LARGEST_SHIFT, TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** The frames of all locations; all else lives no longer than the decode. */
export interface Locations {
  readonly frames: FrameTable;
  /** Location i owns frames `first[i] .. first[i + 1]`, the innermost first, as its lines are listed. */
  readonly first: Uint32Array;
  readonly ids: IdIndex;
}

/** A function or mapping id of 0 means "none"; any other must exist. */
function reference(reader: WireReader, ids: IdIndex, what: string): number {
  reader.varint();
  const row = ids.get(reader.lo, reader.hi);
  if (row < 0 && (reader.lo !== 0 || reader.hi !== 0)) reader.fail('unknown_id', `no ${what} has this id`);
  return reader.lo === 0 && reader.hi === 0 ? -1 : row;
}

/**
 * Decodes locations into frames: one a line (several when functions were inlined), or one with the address alone when
 * there is no line.
 */
export function decodeLocations(
  reader: WireReader,
  spans: Spans,
  functions: IdIndex,
  mappings: IdIndex,
  limits: PprofLimits,
  memory: Scratch,
): Locations {
  const { length } = spans;
  const first = scratch.uint32(length + 1);
  const idLo = scratch.uint32(length);
  const idHi = scratch.uint32(length);
  const mappingOf = scratch.int32(length);
  const addressLoOf = scratch.uint32(length);
  const addressHiOf = scratch.uint32(length);
  const func = new GrowableInt32(length, memory.int32(length));
  const line = new GrowableInt32(length, memory.int32(length));
  const column = new GrowableInt32(length, memory.int32(length));

  const readLine = (): void => {
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    let [lineFunc, lineNumber, lineColumn] = [-1, 0, 0];
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.lineFunction) lineFunc = reference(reader, functions, 'function');
      else if (tag === TAG.lineLine) lineNumber = reader.line();
      else if (tag === TAG.lineColumn) lineColumn = reader.line();
      else reader.skip(tag);
    }
    reader.end = outer;
    func.push(lineFunc);
    line.push(lineNumber);
    column.push(lineColumn);
  };

  const { bytes } = reader;
  const functionRows = functions.dense;
  const mappingRows = mappings.dense;

  /**
   * Reads a location in the form that nearly all have: known fields, small numbers, one line. False when it has any other, or
   * anything is wrong with it; then it is to be read again. (Position in a local variable, no calls: three times as fast.)
   */
  const readUsual = (row: number, start: number, end: number): boolean => {
    let lineFunc = -1;
    let lineNumber = 0;
    let lineColumn = 0;
    let pos = start;
    let lineEnd = 0;
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
        if (tag === TAG.locationId) {
          idLo[row] = value;
          idHi[row] = 0;
        } else if (tag === TAG.locationLine) {
          if (lineEnd > 0) return false;
          lineEnd = pos + value;
          if (lineEnd > end) return false;
        } else if (tag === TAG.locationAddress) {
          addressLoOf[row] = value;
          addressHiOf[row] = 0;
        } else if (tag === TAG.locationMapping) {
          const mapping = value > 0 && value < mappingRows.length ? mappingRows[value]! : -1;
          if (value > 0 && mapping < 0) return false;
          mappingOf[row] = mapping;
        } else return false;
      } else if (pos > lineEnd) {
        return false;
      } else if (tag === TAG.lineFunction) {
        lineFunc = value > 0 && value < functionRows.length ? functionRows[value]! : -1;
        if (value > 0 && lineFunc < 0) return false;
      } else if (tag === TAG.lineLine) lineNumber = value;
      else if (tag === TAG.lineColumn) lineColumn = value;
      else return false;
    }
    func.push(lineFunc);
    line.push(lineNumber);
    column.push(lineColumn);
    return true;
  };

  for (let row = 0; row < length; row++) {
    const start = spans.start(row);
    const end = spans.end(row);
    mappingOf[row] = -1;
    if (readUsual(row, start, end)) {
      first[row + 1] = func.length;
      if (func.length > limits.frames) reader.fail('too_many_frames', `more than ${limits.frames} frames`);
      continue;
    }
    reader.enter('location', row, start, end);
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === TAG.locationLine) readLine();
      else if (tag === TAG.locationId) {
        reader.varint();
        idLo[row] = reader.lo;
        idHi[row] = reader.hi;
      } else if (tag === TAG.locationMapping) mappingOf[row] = reference(reader, mappings, 'mapping');
      else if (tag === TAG.locationAddress) {
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
    if (func.length > limits.frames) reader.fail('too_many_frames', `more than ${limits.frames} frames`);
    first[row + 1] = func.length;
  }

  const total = func.length;
  const mapping = memory.int32(total);
  const addressLo = memory.uint32(total);
  const addressHi = memory.uint32(total);
  const inlined = memory.uint8(total);
  for (let row = 0; row < length; row++) {
    const last = first[row + 1]!;
    for (let frame = first[row]!; frame < last; frame++) {
      mapping[frame] = mappingOf[row]!;
      addressLo[frame] = addressLoOf[row]!;
      addressHi[frame] = addressHiOf[row]!;
      inlined[frame] = frame + 1 < last ? 1 : 0;
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
    inApp: memory.int8(total).fill(-1),
    inlined,
  };
  return { frames, first, ids: idsOf(reader, 'location', idLo, idHi) };
}
