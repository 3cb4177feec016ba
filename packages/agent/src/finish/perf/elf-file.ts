import { closeSync, openSync, readSync } from 'node:fs';

/** A part of an ELF file that is loaded: the file's offset and the address that symbols and debug information use. */
export interface ElfSegment {
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

export interface ElfFile {
  readonly segments: readonly ElfSegment[];
  /** Lower case hex digits; undefined for a program that was linked without. */
  readonly buildId: string | undefined;
}

/** `\x7fELF`, 64 bits, little endian: every machine that samply and perf support. */
const MAGIC = 0x7f454c46;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const PT_LOAD = 1;
const PT_NOTE = 4;
/** `NT_GNU_BUILD_ID`, of the owner `GNU`. */
const BUILD_ID_NOTE = 3;
const GNU_OWNER = 0x474e5500;
/** A real program has about ten; a damaged one may say anything. */
const MAX_PROGRAM_HEADERS = 1_000;
/** Notes of a real program are some hundred bytes. */
const MAX_NOTE_BYTES = 64 * 1024;

/**
 * Reads what an ELF file says about where it is loaded and who it is (ELF-64 object file format: program headers and notes).
 *
 * @returns undefined for anything else, and for a file that cannot be read
 */
export function readElfFile(path: string): ElfFile | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    return parse((offset, length) => {
      const bytes = new Uint8Array(length);
      const count = readSync(file, bytes, 0, length, offset);
      return new DataView(bytes.buffer, 0, count);
    });
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** Reading beyond the end of what is there throws a RangeError. */
function parse(read: (offset: number, length: number) => DataView): ElfFile | undefined {
  const header = read(0, HEADER_BYTES);
  const isKnown =
    header.getUint32(0) === MAGIC && header.getUint8(4) === CLASS_64 && header.getUint8(5) === LITTLE_ENDIAN;
  if (!isKnown) return undefined;
  const count = Math.min(header.getUint16(56, true), MAX_PROGRAM_HEADERS);
  const table = read(Number(header.getBigUint64(32, true)), count * PROGRAM_HEADER_BYTES);
  const segments: ElfSegment[] = [];
  let buildId: string | undefined;
  for (let at = 0; at < count * PROGRAM_HEADER_BYTES; at += PROGRAM_HEADER_BYTES) {
    const type = table.getUint32(at, true);
    const offset = Number(table.getBigUint64(at + 8, true));
    const size = Number(table.getBigUint64(at + 32, true));
    if (type === PT_LOAD) segments.push({ offset, address: Number(table.getBigUint64(at + 16, true)), size });
    if (type === PT_NOTE) buildId ??= buildIdOf(read(offset, Math.min(size, MAX_NOTE_BYTES)));
  }
  return { segments, buildId };
}

/** Notes: sizes of name and content, type, name, content; both padded to four bytes. */
function buildIdOf(notes: DataView): string | undefined {
  for (let at = 0; at + 12 <= notes.byteLength; ) {
    const nameBytes = notes.getUint32(at, true);
    const contentBytes = notes.getUint32(at + 4, true);
    const content = at + 12 + padded(nameBytes);
    if (notes.getUint32(at + 8, true) === BUILD_ID_NOTE && nameBytes === 4 && notes.getUint32(at + 12) === GNU_OWNER) {
      return Buffer.from(notes.buffer, notes.byteOffset + content, contentBytes).toString('hex');
    }
    at = content + padded(contentBytes);
  }
  return undefined;
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

/** The address, relative to the first segment, that stands at an offset of the file; undefined outside of all segments. */
export function relativeAddress(segments: readonly ElfSegment[], offset: number): number | undefined {
  const base = segments[0]?.address ?? 0;
  const segment = segments.find((part) => offset >= part.offset && offset < part.offset + part.size);
  return segment === undefined ? undefined : offset - segment.offset + segment.address - base;
}
