import { gunzipSync, gzipSync } from 'node:zlib';
import type { Capture } from '../replay/capture.ts';

const HOUR_MS = 3_600_000;
const HOUR_NANOS = 3_600_000_000_000n;
const LENGTH_DELIMITED = 2;
const TIME_NANOS_FIELD = 9;
/** From the outside in: PushRequest.series, RawProfileSeries.samples, RawSample.raw_profile. */
const PATH_TO_PPROF = [1, 2, 1];

/** `from` and `until` of a request of `/ingest`, in milliseconds. Clients send seconds or nanoseconds. */
export function windowOfQuery(path: string): { readonly startMs: number; readonly endMs: number } {
  const query = new URL(path, 'http://host').searchParams;
  const ms = (name: string): number => {
    const text = query.get(name) ?? '';
    return text.length > 12 ? Number(text.slice(0, -6)) : Number(text) * 1000;
  };
  return { startMs: ms('from'), endMs: ms('until') };
}

/** A recorded request of `/ingest` whose window is moved by whole hours. */
export function shiftIngest(capture: Capture, hours: number): Capture {
  const path = capture.path.replaceAll(/\b(from|until)=(\d+)/g, (_, name: string, text: string) => {
    const seconds = Number(text.slice(0, 10)) + (hours * HOUR_MS) / 1000;
    return `${name}=${seconds}${text.slice(10)}`;
  });
  return { ...capture, path };
}

/** A recorded push whose pprofs, which say its time, are moved by whole hours. */
export function shiftPush(capture: Capture, hours: number): Capture {
  const message = gunzipSync(capture.body);
  for (const [from, to] of pprofsOf(message)) {
    for (const field of fieldsOf(message, from, to)) {
      if (field.number !== TIME_NANOS_FIELD) continue;
      writeVarint(message, field.at, readVarint(message, field.at).value + BigInt(hours) * HOUR_NANOS);
    }
  }
  return { ...capture, body: gzipSync(message) };
}

/** Start of each profile of a push, in milliseconds. */
export function startsOfPush({ body }: Capture): readonly number[] {
  const message = gunzipSync(body);
  return pprofsOf(message).flatMap(([from, to]) =>
    fieldsOf(message, from, to)
      .filter(({ number }) => number === TIME_NANOS_FIELD)
      .map(({ at }) => Number(readVarint(message, at).value / 1_000_000n)),
  );
}

type Range = readonly [from: number, to: number];

function pprofsOf(message: Buffer): readonly Range[] {
  let ranges: readonly Range[] = [[0, message.length]];
  for (const wanted of PATH_TO_PPROF) {
    ranges = ranges.flatMap(([from, to]) =>
      fieldsOf(message, from, to)
        .filter(({ number, wireType }) => number === wanted && wireType === LENGTH_DELIMITED)
        .map(({ at, end }): Range => [at, end]),
    );
  }
  return ranges;
}

interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Where its content begins. */
  readonly at: number;
  readonly end: number;
}

/** Fields of one protobuf message: numbers and messages are all that there is in a push. */
function fieldsOf(message: Buffer, from: number, to: number): readonly Field[] {
  const fields: Field[] = [];
  for (let at = from; at < to; ) {
    const tag = readVarint(message, at);
    const number = Number(tag.value >> 3n);
    const wireType = Number(tag.value & 7n);
    const content = readVarint(message, tag.end);
    if (wireType === LENGTH_DELIMITED) {
      const end = content.end + Number(content.value);
      fields.push({ number, wireType, at: content.end, end });
      at = end;
    } else {
      fields.push({ number, wireType, at: tag.end, end: content.end });
      at = content.end;
    }
  }
  return fields;
}

function readVarint(bytes: Buffer, from: number): { readonly value: bigint; readonly end: number } {
  let value = 0n;
  for (let at = from, shift = 0n; ; at++, shift += 7n) {
    const byte = bytes[at] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

/** Over a number of as many bytes: times of our years all have nine. */
function writeVarint(bytes: Buffer, from: number, value: bigint): void {
  let rest = value;
  for (let at = from; ; at++) {
    const isLast = (bytes[at] ?? 0) < 0x80;
    bytes[at] = Number(rest & 0x7fn) | (isLast ? 0 : 0x80);
    rest >>= 7n;
    if (isLast) return;
  }
}
