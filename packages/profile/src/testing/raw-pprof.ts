import { TAG } from '../pprof/wire.ts';
import { WireWriter } from '../pprof/wire-writer.ts';

/** Writes one field of a message. */
export type FieldWriter = (writer: WireWriter) => void;

/** A message of the given fields, in their order. */
export function message(...fields: readonly FieldWriter[]): Uint8Array {
  const writer = new WireWriter();
  for (const write of fields) write(writer);
  return writer.finish();
}

/** A number field, written also when 0. */
export function number(tag: number, value: number): FieldWriter {
  return (writer) => {
    writer.int53(tag);
    writer.int53(value);
  };
}

/** A 64-bit number field by halves. */
export function halves(tag: number, lo: number, hi: number): FieldWriter {
  return (writer) => {
    writer.int53(tag);
    writer.halves(lo, hi);
  };
}

/** A field that holds other fields. */
export function nested(tag: number, ...fields: readonly FieldWriter[]): FieldWriter {
  return (writer) => {
    const start = writer.begin(tag);
    for (const write of fields) write(writer);
    writer.end(start);
  };
}

/** Numbers packed into one field. */
export function packed(tag: number, ...values: readonly number[]): FieldWriter {
  return (writer) => {
    const start = writer.begin(tag);
    for (const value of values) writer.int53(value);
    writer.end(start);
  };
}

/** A text field. */
export function text(tag: number, value: string): FieldWriter {
  return (writer) => writer.text(tag, value);
}

/** Bytes as they are: for what is not valid. */
export function raw(...bytes: readonly number[]): FieldWriter {
  return (writer) => {
    for (const byte of bytes) writer.byte(byte);
  };
}

/** Strings 1..: samples, count, main, work, file.c, key, value. */
export const STRINGS: readonly FieldWriter[] = ['', 'samples', 'count', 'main', 'work', 'file.c', 'key', 'value'].map(
  (value) => text(TAG.profileString, value),
);

/** One type: samples/count. */
export const TYPE: FieldWriter = nested(TAG.profileSampleType, number(TAG.typeType, 1), number(TAG.typeUnit, 2));

/** Functions 1 (main) and 2 (work). */
export const FUNCTIONS: readonly FieldWriter[] = [
  nested(TAG.profileFunction, number(TAG.functionId, 1), number(TAG.functionName, 3), number(TAG.functionFile, 5)),
  nested(TAG.profileFunction, number(TAG.functionId, 2), number(TAG.functionName, 4), number(TAG.functionFile, 5)),
];

/** A line of a function. */
export function line(func: number, at: number): FieldWriter {
  return nested(TAG.locationLine, number(TAG.lineFunction, func), number(TAG.lineLine, at));
}

/** Locations 1 (main at 10) and 2 (work at 20). */
export const LOCATIONS: readonly FieldWriter[] = [
  nested(TAG.profileLocation, number(TAG.locationId, 1), line(1, 10)),
  nested(TAG.profileLocation, number(TAG.locationId, 2), line(2, 20)),
];

/** A sample of work called from main. */
export const SAMPLE: FieldWriter = nested(
  TAG.profileSample,
  packed(TAG.sampleLocations, 2, 1),
  packed(TAG.sampleValues, 7),
);
