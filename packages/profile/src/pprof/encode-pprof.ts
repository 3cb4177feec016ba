import type { Profile } from '../profile.ts';
import type { ValueType } from '../value-type.ts';
import { groupLocations, type LocationGroups } from './location-groups.ts';
import { TAG } from './wire.ts';
import { WireWriter } from './wire-writer.ts';

/**
 * Encodes a profile as pprof (not compressed). Decoding the result gives the same samples, stacks, values and labels in the
 * same order; strings, functions and mappings keep their indexes. Not kept: `inApp`, for which pprof has no field, and frames
 * that no sample uses.
 */
export function encodePprof(profile: Profile): Uint8Array {
  const writer = new WireWriter();
  const strings = new StringTable(profile.strings);
  const groups = groupLocations(profile);
  for (const type of profile.types) writeType(writer, TAG.profileSampleType, type, strings);
  writeSamples(writer, profile, groups);
  writeMappings(writer, profile);
  writeLocations(writer, profile, groups);
  writeFunctions(writer, profile);
  const { lo, hi } = profile.timeNanos;
  writer.field64(TAG.profileTimeNanos, lo, hi);
  writer.field(TAG.profileDurationNanos, profile.durationNanos);
  if (profile.periodType !== undefined) writeType(writer, TAG.profilePeriodType, profile.periodType, strings);
  writer.field(TAG.profilePeriod, profile.period);
  if (profile.comments.length > 0) {
    const start = writer.begin(TAG.profileComments);
    for (const comment of profile.comments) writer.int53(strings.index(comment));
    writer.end(start);
  }
  for (const text of strings.all) writer.text(TAG.profileString, text);
  return writer.finish();
}

/** The profile's strings, and after them those of the header that are not among them. */
class StringTable {
  readonly all: string[];
  readonly #index = new Map<string, number>();

  constructor(strings: readonly string[]) {
    this.all = [...strings];
    for (const [index, text] of strings.entries()) if (!this.#index.has(text)) this.#index.set(text, index);
  }

  index(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

function writeType(writer: WireWriter, tag: number, { type, unit }: ValueType, strings: StringTable): void {
  const start = writer.begin(tag);
  writer.field(TAG.typeType, strings.index(type));
  writer.field(TAG.typeUnit, strings.index(unit));
  writer.end(start);
}

function writeSamples(writer: WireWriter, { samples }: Profile, { locationOf, above }: LocationGroups): void {
  const { labels } = samples;
  for (let sample = 0; sample < samples.length; sample++) {
    const start = writer.begin(TAG.profileSample);
    if (samples.stack[sample]! >= 0) {
      const ids = writer.begin(TAG.sampleLocations);
      for (let node = samples.stack[sample]!; node >= 0; node = above[node]!) writer.halves(locationOf[node]!, 0);
      writer.end(ids);
    }
    const values = writer.begin(TAG.sampleValues);
    for (const column of samples.values) writer.int53(column[sample]!);
    writer.end(values);
    for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
      const label = writer.begin(TAG.sampleLabel);
      writer.field(TAG.labelKey, labels.key[row]!);
      // Written even when 0, as this is how a reader tells the empty text from the number 0.
      writer.int53(labels.isNumber[row] === 1 ? TAG.labelNumber : TAG.labelText);
      if (labels.isNumber[row] === 1) writer.halves(labels.numberLo[row]!, labels.numberHi[row]!);
      else writer.halves(labels.text[row]!, 0);
      writer.field(TAG.labelUnit, labels.unit[row]!);
      writer.end(label);
    }
    writer.end(start);
  }
}

/** What is known of a mapping's code, so that `go tool pprof` does not go looking for the binary. */
interface Knowledge {
  functions: boolean;
  files: boolean;
  lines: boolean;
  inlined: boolean;
}

function writeMappings(writer: WireWriter, profile: Profile): void {
  const { mappings, frames, functions } = profile;
  const known = Array.from(
    { length: mappings.length },
    (): Knowledge => ({ functions: false, files: false, lines: false, inlined: false }),
  );
  for (let frame = 0; frame < frames.length; frame++) {
    const knowledge = known[frames.mapping[frame]!];
    const func = frames.func[frame]!;
    if (knowledge === undefined || func < 0) continue;
    knowledge.functions = true;
    knowledge.files ||= functions.file[func] !== 0;
    knowledge.lines ||= frames.line[frame] !== 0;
    knowledge.inlined ||= frames.inlined[frame] === 1;
  }
  for (const [mapping, knowledge] of known.entries()) {
    const start = writer.begin(TAG.profileMapping);
    writer.field(TAG.mappingId, mapping + 1);
    writer.field64(TAG.mappingStart, mappings.startLo[mapping]!, mappings.startHi[mapping]!);
    writer.field64(TAG.mappingLimit, mappings.limitLo[mapping]!, mappings.limitHi[mapping]!);
    writer.field64(TAG.mappingOffset, mappings.offsetLo[mapping]!, mappings.offsetHi[mapping]!);
    writer.field(TAG.mappingFile, mappings.file[mapping]!);
    writer.field(TAG.mappingBuildId, mappings.buildId[mapping]!);
    writer.field(TAG.mappingHasFunctions, Number(knowledge.functions));
    writer.field(TAG.mappingHasFilenames, Number(knowledge.files));
    writer.field(TAG.mappingHasLineNumbers, Number(knowledge.lines));
    writer.field(TAG.mappingHasInlineFrames, Number(knowledge.inlined));
    writer.end(start);
  }
}

function writeLocations(writer: WireWriter, { frames }: Profile, groups: LocationGroups): void {
  for (const [location, members] of groups.frames.entries()) {
    const outermost = members.at(-1)!;
    const start = writer.begin(TAG.profileLocation);
    writer.field(TAG.locationId, location + 1);
    writer.field(TAG.locationMapping, frames.mapping[outermost]! + 1);
    writer.field64(TAG.locationAddress, frames.addressLo[outermost]!, frames.addressHi[outermost]!);
    for (const frame of members) {
      if (members.length === 1 && frames.func[frame]! < 0 && frames.line[frame] === 0) continue;
      const line = writer.begin(TAG.locationLine);
      writer.field(TAG.lineFunction, frames.func[frame]! + 1);
      writer.field(TAG.lineLine, frames.line[frame]!);
      writer.field(TAG.lineColumn, frames.column[frame]!);
      writer.end(line);
    }
    writer.end(start);
  }
}

function writeFunctions(writer: WireWriter, { functions }: Profile): void {
  for (let func = 0; func < functions.length; func++) {
    const start = writer.begin(TAG.profileFunction);
    writer.field(TAG.functionId, func + 1);
    writer.field(TAG.functionName, functions.name[func]!);
    writer.field(TAG.functionSystemName, functions.systemName[func]!);
    writer.field(TAG.functionFile, functions.file[func]!);
    writer.field(TAG.functionStartLine, functions.startLine[func]!);
    writer.end(start);
  }
}
