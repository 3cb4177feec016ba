import { ProfileFormatError, type ProfileFormatErrorCode } from '../profile-format-error.ts';
import { WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_GROUP_END, WIRE_GROUP_START, WIRE_VARINT } from './wire.ts';

const TWO_32 = 2 ** 32;
/** The high half of ±2^53. */
const HI_53 = 2 ** 21;
const MAX_UINT32 = TWO_32 - 1;

/**
 * Reads protobuf's wire format from a window [pos, end) of a buffer. 64-bit numbers come as two halves in {@link lo} (unsigned)
 * and {@link hi} (unsigned), so that nothing is rounded and nothing is allocated. Every read checks the window's end.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  pos = 0;
  end: number;
  lo = 0;
  hi = 0;
  /** Where we are, for error messages: what and which one. */
  place = 'profile';
  row = -1;

  constructor(bytes: Uint8Array) {
    // A plain view also of what is a Buffer: one kind of array keeps the loops that read it fast.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length;
  }

  /** Moves the window; `place` and `row` name it in errors. */
  enter(place: string, row: number, start: number, end: number): void {
    this.place = place;
    this.row = row;
    this.pos = start;
    this.end = end;
  }

  /** Reads a varint into {@link lo} and {@link hi}. Bits beyond 64 are dropped, as protobuf does. */
  varint(): void {
    const { pos, bytes } = this;
    const byte = pos < this.end ? bytes[pos]! : 0x80;
    if (byte < 0x80) {
      this.pos = pos + 1;
      this.lo = byte;
      this.hi = 0;
      return;
    }
    const next = pos + 1 < this.end ? bytes[pos + 1]! : 0x80;
    if (next < 0x80) {
      this.pos = pos + 2;
      this.lo = (byte & 0x7f) | (next << 7);
      this.hi = 0;
      return;
    }
    this.#longVarint();
  }

  /** Reads eight bytes, the least first, into {@link lo} and {@link hi}. */
  fixed64(): void {
    const at = this.pos;
    this.#advance(8);
    const { bytes } = this;
    this.lo = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
    this.hi = (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24)) >>> 0;
  }

  /** A tag: field number x 8 + wire type. */
  tag(): number {
    this.varint();
    if (this.hi !== 0 || this.lo < 8) this.fail('bad_wire_type', 'a field number is not valid');
    return this.lo;
  }

  /** Reads a length and returns the end of what follows, which lies inside the window. */
  length(): number {
    this.varint();
    const end = this.pos + this.lo;
    if (this.hi !== 0 || end > this.end) this.fail('truncated', 'a field is longer than what holds it');
    return end;
  }

  /** A signed number within ±2^53; beyond: `value_out_of_range`. */
  int53(): number {
    this.varint();
    if (this.hi === 0) return this.lo;
    const hi = this.hi | 0;
    if (hi < -HI_53 || hi > HI_53 || (hi === HI_53 && this.lo !== 0)) {
      this.fail('value_out_of_range', 'a value is beyond 2^53');
    }
    return hi * TWO_32 + this.lo;
  }

  /** A whole number below `length`; else `index_out_of_range`. */
  index(length: number): number {
    this.varint();
    if (this.hi !== 0 || this.lo >= length) this.fail('index_out_of_range', 'an index points outside its table');
    return this.lo;
  }

  /** A line or column number: 0 (unknown) for the negative ones that some runtimes write. */
  line(): number {
    const line = this.int53();
    if (line > MAX_UINT32) this.fail('value_out_of_range', 'a line number is beyond 2^32');
    return Math.max(line, 0);
  }

  /** Skips the content of a field that nobody reads, whatever its wire type. */
  skip(tag: number): void {
    let groups = 0;
    let wire = tag & 7;
    for (;;) {
      if (wire === WIRE_VARINT) this.varint();
      else if (wire === WIRE_BYTES) this.pos = this.length();
      else if (wire === WIRE_FIXED64) this.#advance(8);
      else if (wire === WIRE_FIXED32) this.#advance(4);
      else if (wire === WIRE_GROUP_START) groups++;
      else if (wire === WIRE_GROUP_END && groups > 0) groups--;
      else this.fail('bad_wire_type', 'a field has no valid wire type');
      if (groups === 0) return;
      wire = this.tag() & 7;
    }
  }

  fail(code: ProfileFormatErrorCode, what: string): never {
    const where = this.row < 0 ? this.place : `${this.place} ${this.row}`;
    throw new ProfileFormatError(code, `${what} (${where}, byte ${this.pos})`);
  }

  #longVarint(): void {
    const { bytes, end } = this;
    let pos = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) this.fail('truncated', 'a number is cut off');
      const byte = bytes[pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (shift - 32);
      if (byte < 0x80) {
        this.pos = pos;
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    this.fail('bad_varint', 'a number is longer than ten bytes');
  }

  #advance(bytes: number): void {
    this.pos += bytes;
    if (this.pos > this.end) this.fail('truncated', 'a field is longer than what holds it');
  }
}
