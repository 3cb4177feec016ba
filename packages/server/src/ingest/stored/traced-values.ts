import { aggregateByStack, type KindColumn, type Profile, type StackRows } from '@hearth/profile';
import type { TracedChoice, TracedValues } from '../../query/spans/traced-reader.ts';
import { frameIds } from '../../store/derive/frame-ids.ts';
import { nodeIds } from '../../store/derive/node-ids.ts';
import { labelGroupsOf } from '../../store/derive/profile-plan.ts';
import type { DecodedProfile, Original } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { columnsOfType } from './columns-of-type.ts';
import { samplesOfTraces } from './samples-of-traces.ts';
import { SeriesOfGroups } from './series-of-groups.ts';

const TWO_32 = 2 ** 32;

/**
 * The values of some samples of stored profiles by node, as they would stand in the store had these samples been all.
 *
 * @throws HearthError, ProfileFormatError
 */
export function tracedValues(original: Original, limits: IngestLimits, choice: TracedChoice): readonly TracedValues[] {
  const { profiles } = prepareUpload(original, limits).decoded;
  return choice.profiles.map(({ index, columns }) => {
    const profile = profiles[index];
    return profile === undefined ? NOTHING : valuesOf(profile, choice, columns);
  });
}

const NOTHING: TracedValues = { series: [], seriesOfRow: new Uint32Array(), words: new Uint32Array() };

function valuesOf(
  profile: DecodedProfile,
  { project, ids }: TracedChoice,
  columns: TracedChoice['profiles'][number]['columns'],
): TracedValues {
  const series = new SeriesOfGroups(project, profile);
  const seriesOfRow: number[] = [];
  const words: number[] = [];
  for (const part of profile.parts) {
    const found = columnsOfType(part.profile, columns);
    const passes = found.length === 0 ? undefined : samplesOfTraces(part.profile, ids, profile.link.traceId);
    if (passes === undefined) continue;
    const groups = labelGroupsOf(profile, part);
    const placeOf = series.placesOf(groups);
    const nodes = nodeIds(part.profile.stacks, frameIds(part.profile, series.scope), series.scope);
    for (const column of found) {
      const { length, stack, group, values } = sumsOfSome(part.profile, column, passes, groups.sampleGroup);
      for (let row = 0; row < length; row++) {
        const node = stack[row]!;
        const value = values[0]![row]!;
        const high = Math.floor(value / TWO_32);
        seriesOfRow.push(placeOf(group[row]!));
        words.push(node < 0 ? 0 : nodes.lo[node]!, node < 0 ? 0 : nodes.hi[node]!, value - high * TWO_32, high, 1);
      }
    }
  }
  return { series: series.ids, seriesOfRow: Uint32Array.from(seriesOfRow), words: Uint32Array.from(words) };
}

function sumsOfSome(
  profile: Profile,
  { column, type }: KindColumn,
  passes: Uint8Array,
  sampleGroup: Uint32Array,
): StackRows {
  const values = profile.samples.values[column]!.map((value, sample) => (passes[sample] === 1 ? value : 0));
  const some = { ...profile, samples: { ...profile.samples, values: [values] } };
  return aggregateByStack(some, { id: '', columns: [{ column: 0, type }] }, sampleGroup);
}
