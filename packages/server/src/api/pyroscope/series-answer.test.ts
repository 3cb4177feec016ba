import { create, fromBinary, toBinary, toJsonString } from '@bufbuild/protobuf';
import { createContextValues, type HandlerContext } from '@connectrpc/connect';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SelectSeriesResponseSchema } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { writtenJson } from '../../rpc/written-answer.ts';
import { type SeriesPoints, seriesAnswer } from './series-answer.ts';

const schema = SelectSeriesResponseSchema;
const callOf = (contentType: string): HandlerContext =>
  ({ requestHeader: new Headers({ 'content-type': contentType }), values: createContextValues() }) as HandlerContext;

const text = fc.string({ minLength: 1, unit: 'grapheme' });
const points = fc.array(
  fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat({ max: Number.MAX_SAFE_INTEGER })),
);
const series: fc.Arbitrary<SeriesPoints> = fc
  .tuple(fc.array(fc.record({ name: text, value: text })), points)
  .map(([labels, pairs]) => ({
    labels,
    values: pairs.map(([value]) => (value === 0 ? 0 : value)),
    timesMs: pairs.map(([, time]) => time),
  }));

it('writes what the library writes', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 4 }), (all) => {
      const expected = create(schema, {
        series: all.map(({ labels, values, timesMs }) => ({
          labels: labels.map((label) => ({ ...label })),
          points: values.map((value, at) => ({ value, timestamp: BigInt(timesMs[at]!) })),
        })),
      });
      const written = toBinary(schema, seriesAnswer(callOf('application/proto'), all));
      expect(fromBinary(schema, written)).toEqual(expected);
      expect(written).toEqual(toBinary(schema, expected));
      const call = callOf('application/json');
      seriesAnswer(call, all);
      expect(JSON.parse(call.values.get(writtenJson)!)).toEqual(JSON.parse(toJsonString(schema, expected)));
    }),
  );
});
