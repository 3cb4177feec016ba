import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { decimalInt64 } from '../decimal-int64.ts';
import { hexUint64 } from '../hex-uint64.ts';
import type { Profile } from '../profile.ts';
import { generatePprof } from '../testing/generate-pprof.ts';
import { type Line, type Location, type Profile as Message, ProfileSchema } from '../testing/generated/profile_pb.ts';
import { FIXTURE_NAMES, readFixture } from '../testing/read-fixture.ts';
import { decodePprof } from './decode-pprof.ts';

interface PlainFrame {
  readonly name: string;
  readonly systemName: string;
  readonly file: string;
  readonly startLine: string;
  readonly line: string;
  readonly column: string;
  readonly address: string;
  readonly mapping: string;
  readonly inlined: boolean;
}

interface PlainSample {
  readonly stack: readonly PlainFrame[];
  readonly values: readonly string[];
  readonly labels: readonly string[];
}

/** The samples of a message that generated code read, leaf first, the slow and obvious way. */
function samplesOfMessage(message: Message): readonly PlainSample[] {
  const text = (index: bigint): string => message.strings[Number(index)]!;
  const locations = new Map(message.locations.map((location) => [location.id, location]));
  const functions = new Map(message.functions.map((func) => [func.id, func]));
  const mappings = new Map(message.mappings.map((mapping) => [mapping.id, mapping]));
  const frame = (location: Location, line: Line | undefined, inlined: boolean): PlainFrame => {
    const func = line === undefined ? undefined : functions.get(line.functionId);
    const mapping = mappings.get(location.mappingId);
    return {
      name: func === undefined ? '' : text(func.name),
      systemName: func === undefined ? '' : text(func.systemName),
      file: func === undefined ? '' : text(func.file),
      startLine: String(func?.startLine ?? 0),
      line: String(line?.line ?? 0),
      column: String(line?.column ?? 0),
      address: `0x${location.address.toString(16)}`,
      mapping: mapping === undefined ? '' : `${text(mapping.file)} 0x${mapping.start.toString(16)}`,
      inlined,
    };
  };
  return message.samples.map((sample) => ({
    stack: sample.locationIds.flatMap((id) => {
      const location = locations.get(id)!;
      if (location.lines.length === 0) return [frame(location, undefined, false)];
      return location.lines.map((line, at) => frame(location, line, at + 1 < location.lines.length));
    }),
    values: sample.values.map(String),
    labels: sample.labels.map(({ key, text: value, number, unit }) =>
      value === 0n ? `${text(key)}=#${number} ${text(unit)}` : `${text(key)}=${text(value)}`,
    ),
  }));
}

function samplesOfProfile({ strings, functions, mappings, frames, stacks, samples }: Profile): readonly PlainSample[] {
  const frame = (at: number): PlainFrame => {
    const func = frames.func[at]!;
    const mapping = frames.mapping[at]!;
    return {
      name: func < 0 ? '' : strings[functions.name[func]!]!,
      systemName: func < 0 ? '' : strings[functions.systemName[func]!]!,
      file: func < 0 ? '' : strings[functions.file[func]!]!,
      startLine: String(func < 0 ? 0 : functions.startLine[func]!),
      line: String(frames.line[at]!),
      column: String(frames.column[at]!),
      address: hexUint64(frames.addressLo[at]!, frames.addressHi[at]!),
      mapping:
        mapping < 0
          ? ''
          : `${strings[mappings.file[mapping]!]!} ${hexUint64(mappings.startLo[mapping]!, mappings.startHi[mapping]!)}`,
      inlined: frames.inlined[at] === 1,
    };
  };
  const { labels } = samples;
  return Array.from({ length: samples.length }, (_, sample) => {
    const stack: PlainFrame[] = [];
    for (let node = samples.stack[sample]!; node >= 0; node = stacks.parent[node]!)
      stack.push(frame(stacks.frame[node]!));
    const texts: string[] = [];
    for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
      const key = strings[labels.key[row]!]!;
      if (labels.text[row] !== 0) texts.push(`${key}=${strings[labels.text[row]!]!}`);
      else {
        const number = decimalInt64(labels.numberLo[row]!, labels.numberHi[row]!);
        texts.push(`${key}=#${number} ${strings[labels.unit[row]!]!}`);
      }
    }
    return { stack, values: samples.values.map((column) => String(column[sample]!)), labels: texts };
  });
}

describe('the decoder and code generated from a .proto file see the same', () => {
  test.each(FIXTURE_NAMES)('%s', (name) => {
    const bytes = readFixture(name);
    const message = fromBinary(ProfileSchema, bytes);
    const profile = decodePprof(bytes);
    expect(samplesOfProfile(profile)).toEqual(samplesOfMessage(message));
    expect(profile.strings).toEqual(message.strings);
    expect(profile.types.map(({ type, unit }) => `${type}/${unit}`)).toEqual(
      message.sampleTypes.map(({ type, unit }) => `${message.strings[Number(type)]}/${message.strings[Number(unit)]}`),
    );
    expect(decimalInt64(profile.timeNanos.lo, profile.timeNanos.hi)).toBe(String(message.timeNanos));
    expect(String(profile.durationNanos)).toBe(String(message.durationNanos));
    expect(String(profile.period)).toBe(String(message.period));
  });

  test('a generated timeline with labels', () => {
    const bytes = generatePprof({ samples: 2000, stacks: 200, timeline: true, endpoints: 5 });
    expect(samplesOfProfile(decodePprof(bytes))).toEqual(samplesOfMessage(fromBinary(ProfileSchema, bytes)));
  });
});
