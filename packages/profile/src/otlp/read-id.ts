import type { WireReader } from '../pprof/wire-reader.ts';

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Reads an id of `length` bytes as hexadecimal digits; '' for one that is empty or all zero, which stands for none. */
export function readId(reader: WireReader, length: number): string {
  const end = reader.length();
  const start = reader.pos;
  reader.pos = end;
  if (start === end) return '';
  if (end - start !== length) reader.fail('bad_id', `an id has ${end - start} bytes and not ${length}`);
  let digits = '';
  let any = 0;
  for (let at = start; at < end; at++) {
    const byte = reader.bytes[at]!;
    any |= byte;
    digits += DIGITS[byte]!;
  }
  return any === 0 ? '' : digits;
}
