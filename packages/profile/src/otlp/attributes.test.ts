import { describe, expect, test } from 'vitest';
import { decodePprof } from '../pprof/decode-pprof.ts';
import { encodePprof } from '../pprof/encode-pprof.ts';
import type { WireWriter } from '../pprof/wire-writer.ts';
import { textLabelsOf } from '../sample-labels.ts';
import { type FieldWriter, halves, message, nested, number, packed, raw, text } from '../testing/raw-pprof.ts';
import { decodeOtlp } from './decode-otlp.ts';
import { OTLP_TAG as T } from './wire.ts';

const STRINGS = [
  '',
  'samples',
  'count',
  'thread.name',
  'profile.frame.type',
  'kernel',
  'process.executable.build_id.gnu',
  'pid',
  'libc.so.6',
];
const strings = STRINGS.map((one) => text(T.dictionaryString, one));
const attribute = (key: number, ...value: readonly FieldWriter[]): FieldWriter =>
  nested(T.dictionaryAttribute, number(T.attributeKey, key), nested(T.attributeValue, ...value));
const empty = (tag: number): FieldWriter => nested(tag);
const type = nested(T.profileType, number(T.typeType, 1), number(T.typeUnit, 2));
const profile = (...fields: readonly FieldWriter[]): FieldWriter =>
  nested(T.requestResource, nested(T.resourceScope, nested(T.scopeProfile, type, ...fields)));
const double = (value: number): FieldWriter => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return (writer: WireWriter) => {
    writer.int53(T.valueNumber);
    writer.fixed64(view.getUint32(0, true), view.getUint32(4, true));
  };
};

describe('attributes of samples become labels', () => {
  const table = [
    empty(T.dictionaryAttribute),
    attribute(3, text(T.valueText, 'main')),
    attribute(3, number(T.valueTextString, 5)),
    attribute(7, halves(T.valueWhole, 0xfffffffe, 0xffffffff)),
    attribute(3, number(T.valueFlag, 1)),
    attribute(3, double(1.5)),
    attribute(3, nested(T.valueList, nested(1, text(T.valueText, 'x')))),
    attribute(3, text(T.valueText, '')),
  ];
  const labelsOf = (...rows: readonly number[]): readonly string[] => {
    const sample = nested(T.profileSample, packed(T.sampleAttributes, ...rows), packed(T.sampleValues, 1));
    const [found] = decodeOtlp(message(nested(T.requestDictionary, ...strings, ...table), profile(sample))).profiles;
    const { labels } = found!.profile.samples;
    return Array.from(labels.key, (_, row) => {
      const value =
        labels.isNumber[row] === 1
          ? `#${labels.numberHi[row]} ${labels.numberLo[row]}`
          : found!.profile.strings[labels.text[row]!];
      return `${found!.profile.strings[labels.key[row]!]}=${value}`;
    });
  };
  test.each([
    ['text', [1], ['thread.name=main']],
    ['text by reference', [2], ['thread.name=kernel']],
    ['a whole number stays one', [3], ['pid=#-1 4294967294']],
    ['truth', [4], ['thread.name=true']],
    ['a number with decimals', [5], ['thread.name=1.5']],
    ['a list makes none', [6], []],
    ['empty text', [7], ['thread.name=']],
    ['none', [0], []],
    ['several', [1, 3, 2], ['thread.name=main', 'pid=#-1 4294967294', 'thread.name=kernel']],
  ])('%s', (_, rows, wanted) => {
    expect(labelsOf(...rows)).toEqual(wanted);
  });
});

test("a sample's span is labels", () => {
  const trace = Array.from({ length: 16 }, (_, at) => at + 1);
  const span = Array.from({ length: 8 }, (_, at) => 0xf0 + at);
  const links = [
    empty(T.dictionaryLink),
    nested(T.dictionaryLink, nested(T.linkTraceId, raw(...trace)), nested(T.linkSpanId, raw(...span))),
    nested(T.dictionaryLink, nested(T.linkTraceId, raw(...trace)), nested(T.linkSpanId, raw(...span.map(() => 0)))),
  ];
  const samples = [1, 0, 2, 1].map((link) =>
    nested(T.profileSample, number(T.sampleLink, link), packed(T.sampleValues, 1)),
  );
  const [found] = decodeOtlp(message(nested(T.requestDictionary, ...strings, ...links), profile(...samples))).profiles;
  const labels = [0, 1, 2, 3].map((sample) =>
    [...textLabelsOf(found!.profile, sample)].map(({ key, value }) => `${key}=${value}`),
  );
  const traceLabel = 'trace_id=0102030405060708090a0b0c0d0e0f10';
  const both = [traceLabel, 'span_id=f0f1f2f3f4f5f6f7'];
  expect(labels).toEqual([both, [], [traceLabel], both]);
});

describe('frames', () => {
  const dictionary = nested(
    T.requestDictionary,
    ...strings,
    empty(T.dictionaryAttribute),
    attribute(4, number(T.valueTextString, 5)),
    attribute(6, text(T.valueText, 'abc123')),
    empty(T.dictionaryMapping),
    nested(T.dictionaryMapping, number(T.mappingFile, 8), packed(T.mappingAttributes, 2)),
    nested(T.dictionaryMapping, number(T.mappingStart, 4096), number(T.mappingAttribute, 2)),
    empty(T.dictionaryLocation),
    nested(T.dictionaryLocation, number(T.locationMapping, 1), number(T.locationAddress, 0x1234)),
    nested(
      T.dictionaryLocation,
      number(T.locationMapping, 2),
      number(T.locationAddress, 0x2000),
      packed(T.locationAttributes, 1),
    ),
    empty(T.dictionaryStack),
    nested(T.dictionaryStack, packed(T.stackLocations, 1, 2)),
  );
  const [found] = decodeOtlp(
    message(dictionary, profile(nested(T.profileSample, number(T.sampleStack, 1), packed(T.sampleValues, 1)))),
  ).profiles;
  const { frames, mappings, stacks, samples, strings: texts } = found!.profile;
  const leaf = stacks.frame[samples.stack[0]!]!;
  const root = stacks.frame[stacks.parent[samples.stack[0]!]!]!;

  test('without a symbol are an address in a module with its build id', () => {
    expect([frames.func[leaf], frames.addressLo[leaf], frames.inApp[leaf]]).toEqual([-1, 0x1234, -1]);
    const mapping = frames.mapping[leaf]!;
    expect([texts[mappings.file[mapping]!], texts[mappings.buildId[mapping]!]]).toEqual(['libc.so.6', 'abc123']);
    const { mappings: written, strings: words } = decodePprof(encodePprof(found!.profile));
    expect(words[written.buildId[mapping]!]).toBe('abc123');
  });

  test('of the kernel are not application code; a module without a name has that of its build id', () => {
    expect([frames.inApp[root], texts[mappings.file[frames.mapping[root]!]!]]).toEqual([0, 'abc123']);
  });
});

describe('values', () => {
  const valueFor = (...fields: readonly FieldWriter[]): unknown => {
    const { profiles, refused } = decodeOtlp(
      message(profile(nested(T.profileSample, ...fields)), nested(T.requestDictionary, ...strings)),
    );
    return refused[0]?.error.code ?? profiles[0]!.profile.samples.values[0]![0];
  };
  const times = (count: number): FieldWriter => nested(T.sampleTimestamps, raw(...Array<number>(count * 8).fill(1)));
  test.each<readonly [string, readonly FieldWriter[], unknown]>([
    ['one', [packed(T.sampleValues, 5)], 5],
    ['several add up', [packed(T.sampleValues, 5, 7)], 12],
    ['each in a field of its own', [number(T.sampleValue, 5), number(T.sampleValue, 7)], 12],
    ['negative ones', [packed(T.sampleValues, -5)], -5],
    ['only timestamps are counted', [times(3)], 3],
    ['and with values they are not', [times(3), packed(T.sampleValues, 5, 5, 5)], 15],
    ['neither', [], 'value_count_mismatch'],
    ['beyond 2^53', [halves(T.sampleValue, 1, 0x200000)], 'value_out_of_range'],
    ['beyond 2^53 in sum', [packed(T.sampleValues, 2 ** 52, 2 ** 52, 1)], 'value_out_of_range'],
  ])('%s', (_, fields, wanted) => {
    expect(valueFor(...fields)).toBe(wanted);
  });
});
