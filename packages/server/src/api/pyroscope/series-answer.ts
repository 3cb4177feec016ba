import { create, toBinary } from '@bufbuild/protobuf';
import type { HandlerContext } from '@connectrpc/connect';
import { SelectSeriesResponseSchema } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { PointSchema, SeriesSchema } from '../../rpc/generated/types/v1/types_pb.ts';
import { fieldBytes, writtenAnswer } from '../../rpc/written-answer.ts';
import type { Label } from './label-names.ts';

/** A line of a timeline, as columns. */
export interface SeriesPoints {
  readonly labels: readonly Label[];
  readonly values: readonly number[];
  /** Unix milliseconds; whole and not negative. */
  readonly timesMs: readonly number[];
}

/** Points without exemplars as the answer of `SelectSeries`: twenty apps with five instances each have 24 000 an hour. */
export const seriesAnswer = (call: HandlerContext, series: readonly SeriesPoints[]) =>
  writtenAnswer(call, SelectSeriesResponseSchema, {
    bytes: () => joined(series.map((one) => fieldBytes(SelectSeriesResponseSchema.field.series.number, bytesOf(one)))),
    json: () => JSON.stringify(series.length === 0 ? {} : { series: series.map(fieldsOf) }),
  });

/** What is 0 or empty is left out. */
const fieldsOf = ({ labels, values, timesMs }: SeriesPoints) => ({
  labels: labels.length === 0 ? undefined : labels,
  points:
    values.length === 0
      ? undefined
      : values.map((value, at) => ({
          value: value === 0 ? undefined : value,
          timestamp: timesMs[at] === 0 ? undefined : String(timesMs[at]),
        })),
});

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const TAGS = {
  points: SeriesSchema.field.points.number * 8 + LENGTH_DELIMITED,
  value: PointSchema.field.value.number * 8 + FIXED_64,
  timestamp: PointSchema.field.timestamp.number * 8 + VARINT,
} as const;
const DOUBLE_BYTES = 8;
/** Room for a point: tags, a length, a double and a number of 64 bits. */
const POINT_BYTES = 22;

function bytesOf({ labels, values, timesMs }: SeriesPoints): Uint8Array {
  const bytes = new Uint8Array(values.length * POINT_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let point = 0; point < values.length; point++) {
    bytes[at++] = TAGS.points;
    const start = ++at;
    if (values[point] !== 0) {
      bytes[at++] = TAGS.value;
      view.setFloat64(at, values[point]!, true);
      at += DOUBLE_BYTES;
    }
    let rest = timesMs[point]!;
    if (rest !== 0) {
      bytes[at++] = TAGS.timestamp;
      for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) + 0x80;
      bytes[at++] = rest;
    }
    bytes[start - 1] = at - start;
  }
  const head = toBinary(SeriesSchema, create(SeriesSchema, { labels: labels.map((label) => ({ ...label })) }));
  return joined([head, bytes.subarray(0, at)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
