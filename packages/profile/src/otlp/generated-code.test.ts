import { fromBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { hexUint64 } from '../hex-uint64.ts';
import type { Profile } from '../profile.ts';
import { encodeOtlp, USUAL_FORM } from '../testing/encode-otlp.ts';
import { generateProfile } from '../testing/generate-profile.ts';
import {
  type Dictionary,
  type Profile as Message,
  type Request,
  RequestSchema,
} from '../testing/generated/otlp-profiles_pb.ts';
import { OTLP_FIXTURE_NAMES, readOtlpFixture } from '../testing/read-otlp-fixture.ts';
import { decodeOtlp } from './decode-otlp.ts';

interface PlainSample {
  readonly stack: readonly string[];
  readonly value: string;
  readonly labels: readonly string[];
}

/** The samples of a message that generated code read, leaf first, the slow and obvious way. */
function samplesOfMessage(message: Message, dictionary: Dictionary): readonly PlainSample[] {
  const { strings, stacks, locations, functions, mappings, attributes } = dictionary;
  return message.samples.map((sample) => ({
    stack: (stacks[sample.stack]?.locations ?? []).flatMap((index) => {
      const location = locations[index]!;
      const mapping = location.mapping === 0 ? '' : strings[mappings[location.mapping]!.file]!;
      const where = `0x${location.address.toString(16)} ${mapping}`;
      if (location.lines.length === 0) return [`? ${where}`];
      return location.lines.map(({ function: func, line, column }) => {
        const { name, systemName, file, startLine } = functions[func]!;
        return `${strings[name]} ${strings[systemName]} ${strings[file]} ${startLine} ${line} ${column} ${where}`;
      });
    }),
    value: String(sample.values.length === 0 ? sample.timestamps.length : sample.values.reduce((a, b) => a + b)),
    labels: sample.attributes.map((row) => {
      const { key, value } = attributes[row]!;
      return `${strings[key]}=${value?.value.case === 'textString' ? strings[value.value.value] : value?.value.value}`;
    }),
  }));
}

function samplesOfProfile({ strings, functions, mappings, frames, stacks, samples }: Profile): readonly PlainSample[] {
  const frame = (at: number): string => {
    const func = frames.func[at]!;
    const mapping = frames.mapping[at]!;
    const where = `${hexUint64(frames.addressLo[at]!, frames.addressHi[at]!)} ${mapping < 0 ? '' : strings[mappings.file[mapping]!]!}`;
    if (func < 0) return `? ${where}`;
    const texts = [functions.name, functions.systemName, functions.file].map((column) => strings[column[func]!]!);
    return `${texts.join(' ')} ${functions.startLine[func]} ${frames.line[at]} ${frames.column[at]} ${where}`;
  };
  const { labels } = samples;
  return Array.from({ length: samples.length }, (_, sample) => {
    const stack: string[] = [];
    for (let node = samples.stack[sample]!; node >= 0; node = stacks.parent[node]!)
      stack.push(frame(stacks.frame[node]!));
    const texts: string[] = [];
    for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
      const number = (BigInt(labels.numberHi[row]!) << 32n) | BigInt(labels.numberLo[row]!);
      texts.push(`${strings[labels.key[row]!]}=${labels.isNumber[row] === 1 ? number : strings[labels.text[row]!]}`);
    }
    return { stack, value: String(samples.values[0]![sample]!), labels: texts };
  });
}

function expectSame(bytes: Uint8Array): void {
  const message: Request = fromBinary(RequestSchema, bytes);
  const { profiles } = decodeOtlp(bytes);
  const messages = message.resourceProfiles.flatMap(({ scopes }) => scopes.flatMap((scope) => scope.profiles));
  expect(profiles.map(({ profile }) => samplesOfProfile(profile))).toEqual(
    messages.map((one) => samplesOfMessage(one, message.dictionary!)),
  );
  expect(profiles.map(({ profile }) => [profile.period, profile.durationNanos])).toEqual(
    messages.map((one) => [Number(one.period), Number(one.durationNanos)]),
  );
  expect(profiles.map(({ profile: { timeNanos } }) => (BigInt(timeNanos.hi) << 32n) | BigInt(timeNanos.lo))).toEqual(
    messages.map(({ timeNanos }) => timeNanos),
  );
}

test.each(OTLP_FIXTURE_NAMES)('the decoder and code generated from a .proto file see the same in %s', (name) => {
  expectSame(readOtlpFixture(name));
});

test.each([
  ['packed', USUAL_FORM],
  ['not packed', { ...USUAL_FORM, packed: false, dictionaryFirst: false }],
] as const)('and in generated profiles, %s', (_, form) => {
  const shape = { samples: 2000, stacks: 200, timeline: true, endpoints: 5 };
  expectSame(
    encodeOtlp(
      [1, 2].map((seed) => ({ profile: generateProfile({ ...shape, seed }), column: 1 })),
      form,
    ),
  );
});
