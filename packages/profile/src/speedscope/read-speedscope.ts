import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '../formats/import-limits.ts';
import { JsonBytes } from '../json/json-bytes.ts';
import { readMembers } from '../json/read-members.ts';
import type { FrameIndex, Profile, StackIndex } from '../profile.ts';
import { type LabelInput, ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';
import { EventReader } from './event-reader.ts';
import { type Measure, measureOf, SAMPLES } from './measure-of.ts';
import { readOutline, type SpeedscopeFrame, type SpeedscopeHeader } from './read-outline.ts';
import { SampleReader } from './sample-reader.ts';
import { UNIT_NANOS } from './speedscope-file.ts';
import { type Budget, type StackSums, StackSumsOf } from './stack-sums.ts';

/**
 * Reads a speedscope file: all its profiles, sampled and evented, as one, with a row for each stack of each of them. The name of
 * a profile, which is a thread nearly everywhere, becomes the label `thread name`.
 *
 * Format: `src/lib/file-format-spec.ts` of jlfwong/speedscope. `bytes` is the JSON, inflated.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are
 */
export function readSpeedscope(bytes: Uint8Array, limits: ImportLimits = DEFAULT_IMPORT_LIMITS): Profile {
  const { frames, headers } = readOutline(bytes, limits);
  const measures = headers.map(measureOf);
  const types = typesOf(measures);
  if (types.length === 0) throw new ProfileFormatError('missing_types', 'the file has no profiles');
  const builder = new ProfileBuilder(types);
  const rows = frames.map((frame) => frameOf(builder, frame));
  const budget: Budget = { limits, samples: 0 };
  let index = 0;
  readMembers(new JsonBytes(bytes), {
    profiles: (json) => {
      json.openArray();
      for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
        const header = headers[index]!;
        const measure = measures[index]!;
        const sums = readOne(json, new StackSumsOf(builder, rows, budget, index), header, measure, index);
        addRows(builder, types, sums, measure, labelsOf(header));
        index++;
      }
    },
  });
  return builder.finish({ durationNanos: durationOf(headers) });
}

/** The longest of the profiles that are measured in time; ours may be a sum over threads that ran side by side, so they do not say. */
function durationOf(headers: readonly SpeedscopeHeader[]): number {
  const lengths = headers.map(({ unit, length, own }) =>
    own === undefined ? length * (UNIT_NANOS.get(unit) ?? 0) : 0,
  );
  const longest = Math.round(lengths.reduce((most, one) => Math.max(most, one), 0));
  return Number.isSafeInteger(longest) ? longest : 0;
}

function readOne(
  json: JsonBytes,
  sums: StackSumsOf,
  { type }: SpeedscopeHeader,
  { factor }: Measure,
  index: number,
): StackSums {
  if (type === 'sampled') {
    const reader = new SampleReader(sums, factor, index);
    readMembers(json, {
      samples: (member) => reader.readSamples(member),
      weights: (member) => reader.readWeights(member),
    });
    return reader.finish();
  }
  const reader = new EventReader(sums, factor, index);
  readMembers(json, { events: (member) => reader.readEvents(member) });
  return reader.finish();
}

function addRows(
  builder: ProfileBuilder,
  types: readonly ValueType[],
  sums: StackSums,
  { type, countsSamples }: Measure,
  labels: readonly LabelInput[],
): void {
  const column = types.findIndex((one) => isSame(one, type));
  const countColumn = countsSamples ? types.indexOf(SAMPLES) : -1;
  for (const [stack, { count, value }] of sums) {
    const values = types.map((_, at) => (at === column ? value : at === countColumn ? count : 0));
    builder.sample(stack as StackIndex | -1, values, labels);
  }
}

/** `samples` first, the others as they come. */
function typesOf(measures: readonly Measure[]): readonly ValueType[] {
  const types: ValueType[] = [];
  const add = (type: ValueType): void => {
    if (!types.some((one) => isSame(one, type))) types.push(type);
  };
  if (measures.some(({ countsSamples }) => countsSamples)) add(SAMPLES);
  for (const { type } of measures) add(type);
  return types;
}

const isSame = (a: ValueType, b: ValueType): boolean => a.type === b.type && a.unit === b.unit;

function labelsOf({ name, own }: SpeedscopeHeader): readonly LabelInput[] {
  const text = own === undefined ? name : own.thread;
  return text === '' ? [] : [{ key: 'thread name', text }];
}

function frameOf(builder: ProfileBuilder, { name, file, line, column }: SpeedscopeFrame): FrameIndex {
  return builder.frame({ func: builder.func({ name, file }), line, column });
}
