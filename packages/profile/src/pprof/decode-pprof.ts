import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { keepTextIds } from '../text-ids.ts';
import { decodeLocations } from './decode-locations.ts';
import { decodeSamples } from './decode-samples.ts';
import { decodeStrings } from './decode-strings.ts';
import { decodeFunctions, decodeMappings, decodeTypes } from './decode-tables.ts';
import { DEFAULT_PPROF_LIMITS, type PprofLimits } from './limits.ts';
import { outlinePprof, refuseOtherFormats } from './outline.ts';
import { ownProfileMemory, returnProfileMemory, takeProfileMemory } from './profile-memory.ts';
import { type Scratch, scratch } from './scratch.ts';
import { WireReader } from './wire-reader.ts';

/**
 * Decodes a pprof (profile.proto of github.com/google/pprof) from its raw, already inflated bytes.
 *
 * Two passes: the first finds where each message lies, as fields may come in any order; the second fills the tables in the
 * order of their references: strings, types, functions, mappings, locations, samples. Names of types stay as the profiler
 * sent them (see `canonicalType`). Strings are decoded when they are first asked for, so the bytes must not change. Values are exact within ±2^53. Work and memory are bounded by the number of bytes and by `limits`.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are.
 */
export function decodePprof(bytes: Uint8Array, limits: PprofLimits = DEFAULT_PPROF_LIMITS): Profile {
  refuseOtherFormats(bytes);
  const memory = takeProfileMemory();
  try {
    const profile = decodeInto(memory, bytes, limits);
    ownProfileMemory(profile.stacks, memory);
    return profile;
  } catch (error) {
    returnProfileMemory(memory);
    throw error;
  }
}

function decodeInto(memory: Scratch, bytes: Uint8Array, limits: PprofLimits): Profile {
  scratch.reset();
  const reader = new WireReader(bytes);
  const outline = outlinePprof(reader, limits);
  const strings = decodeStrings(reader, outline.strings, limits, memory);
  const types = decodeTypes(reader, outline.types, strings);
  if (types.length === 0) throw new ProfileFormatError('missing_types', 'the profile says not what its values mean');
  const periodTypes = decodeTypes(reader, outline.periodType, strings);
  const functions = decodeFunctions(reader, outline.functions, strings.length, memory);
  const mappings = decodeMappings(reader, outline.mappings, strings.length);
  const locations = decodeLocations(reader, outline.locations, functions.ids, mappings.ids, limits, memory);
  const { samples, stacks } = decodeSamples(reader, outline.samples, {
    locations,
    types: types.length,
    strings: strings.length,
    limits,
    memory,
  });
  const comments: string[] = [];
  for (let row = 0; row < outline.comments.length; row++) {
    const text = strings.at(outline.comments.at(row));
    if (text === undefined)
      throw new ProfileFormatError('index_out_of_range', `comment ${row} points outside the strings`);
    comments.push(text);
  }
  const profile: Profile = {
    get strings() {
      return strings.all();
    },
    functions: functions.table,
    mappings: mappings.table,
    frames: locations.frames,
    stacks,
    samples,
    types,
    periodType: periodTypes.at(-1),
    period: outline.period,
    timeNanos: outline.timeNanos,
    durationNanos: outline.durationNanos,
    comments,
  };
  keepTextIds(profile, strings.ids);
  return profile;
}
