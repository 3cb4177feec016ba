import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeOtlp, decodeOtlpJson } from '@hearth/profile';
import type { Capture } from './capture.ts';

const NANOS_PER_HOUR = 3_600_000_000_000n;
/** Of gRPC's framing, before the message. */
const FRAME_BYTES = 5;

const isJson = ({ headers }: Capture): boolean => headers['content-type'] === 'application/json';
const isGrpc = ({ headers }: Capture): boolean => headers['content-type'] === 'application/grpc';
const isGzip = ({ headers }: Capture): boolean => headers['content-encoding'] === 'gzip';

/** The message of a recorded request of OTLP. */
function contentOf(capture: Capture): Buffer {
  if (isGrpc(capture)) return capture.body.subarray(FRAME_BYTES);
  return isGzip(capture) ? gunzipSync(capture.body) : capture.body;
}

/** Starts of the profiles of a request, in Unix nanoseconds. */
export function startsOfOtlp(capture: Capture): readonly bigint[] {
  const { profiles } = (isJson(capture) ? decodeOtlpJson : decodeOtlp)(contentOf(capture));
  return profiles.map(({ profile: { timeNanos } }) => (BigInt(timeNanos.hi) << 32n) | BigInt(timeNanos.lo));
}

/** A recorded request whose profiles are moved by whole hours. Their times are eight bytes, or digits, that occur nowhere else. */
export function shiftOtlp(capture: Capture, hours: number): Capture {
  const content = Buffer.from(contentOf(capture));
  let text = content.toString('latin1');
  for (const start of new Set(startsOfOtlp(capture))) {
    const moved = start + BigInt(hours) * NANOS_PER_HOUR;
    const written = (time: bigint): string => {
      if (isJson(capture)) return String(time);
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(time);
      return bytes.toString('latin1');
    };
    text = text.replaceAll(written(start), written(moved));
  }
  const shifted = Buffer.from(text, 'latin1');
  if (isGrpc(capture)) return { ...capture, body: Buffer.concat([capture.body.subarray(0, FRAME_BYTES), shifted]) };
  return { ...capture, body: isGzip(capture) ? gzipSync(shifted) : shifted };
}
