import {
  aggregateByStack,
  DEFAULT_LABEL_GROUP_LIMITS,
  groupByLabels,
  isUserLabel,
  type KindColumns,
  type LabelGroups,
  type Profile,
  type StackRows,
  splitKinds,
} from '@hearth/profile';
import { MAX_SERIES_LABELS } from '../bounds/limits.ts';
import type { DecodedProfile, ProfilePart, ProjectId } from '../upload.ts';
import { frameIds, type IdColumns } from './frame-ids.ts';
import { Hash64 } from './hash64.ts';
import { appScope, hashSeries, sortedLabels } from './series-id.ts';
import { sumByGroup } from './series-totals.ts';
import { traceMarksOf } from './trace-marks.ts';

/** A label set of a profile with its id. */
export interface PlannedSeries {
  readonly labels: readonly (readonly [string, string])[];
  readonly lo: number;
  readonly hi: number;
  readonly check: number;
}

export interface PlannedKind {
  readonly kind: KindColumns;
  readonly rows: StackRows;
  /** For each column of the kind the sum of each label group. */
  readonly totals: readonly (readonly bigint[])[];
}

export interface PlannedPart {
  readonly profile: Profile;
  readonly frames: IdColumns;
  /** Of the ids of its app. */
  readonly scope: number;
  /** Indexed by label group; the first is the profile's own series. */
  readonly series: readonly PlannedSeries[];
  readonly kinds: readonly PlannedKind[];
}

/** Everything that will be stored of a profile, computed; what remains cannot fail. */
export interface ProfilePlan {
  readonly profile: DecodedProfile;
  readonly series: PlannedSeries;
  readonly parts: readonly PlannedPart[];
  readonly kinds: readonly string[];
  readonly types: readonly string[];
  readonly sampleCount: number;
  /** Samples that lost their labels to a limit. */
  readonly overflowSamples: number;
  /** See {@link traceMarksOf}. */
  readonly traceMarks: Uint32Array;
}

const hash = new Hash64();

/**
 * @param admitSeries whether a series that labels of samples make may be kept; its samples fall back to the profile's own
 * @throws ProfileFormatError, RangeError when sums leave the range that can be stored
 */
export function planProfile(
  projectId: ProjectId,
  profile: DecodedProfile,
  admitSeries: (lo: number, hi: number) => boolean = () => true,
): ProfilePlan {
  const scope = appScope(hash, projectId, profile.app);
  const series = planSeries(scope, profile, sortedLabels(profile.labels));
  const kinds = new Set<string>();
  const types = new Set<string>();
  let sampleCount = 0;
  let overflowSamples = 0;
  const parts: PlannedPart[] = [];
  for (const part of profile.parts) {
    const groups = labelGroupsOf(profile, part);
    const planned = splitKinds(part.profile).map((kind) =>
      planKind(part.profile, kind, groups.sampleGroup, groups.groups.length),
    );
    for (const { kind } of planned) {
      kinds.add(kind.id);
      for (const { type } of kind.columns) types.add(type.type);
    }
    const frames = frameIds(part.profile, scope);
    const partSeries = groups.groups.map((labels, index) => {
      if (index === 0) return series;
      const own = planSeries(scope, profile, sortedLabels(profile.labels, labels));
      if (admitSeries(own.lo, own.hi)) return own;
      overflowSamples += countOf(groups.sampleGroup, index);
      return series;
    });
    parts.push({
      profile: part.profile,
      frames,
      scope,
      series: partSeries,
      kinds: planned,
    });
    sampleCount += part.profile.samples.length;
    overflowSamples += groups.overflowSamples;
  }
  const traceMarks = traceMarksOf(parts);
  return { profile, series, parts, kinds: [...kinds], types: [...types], sampleCount, overflowSamples, traceMarks };
}

/** Samples of a part by the labels that make series. */
export const labelGroupsOf = (profile: DecodedProfile, part: ProfilePart): LabelGroups =>
  groupByLabels(part.profile, isUserLabel, {
    ...DEFAULT_LABEL_GROUP_LIMITS,
    labelsPerGroup: Math.max(0, MAX_SERIES_LABELS - profile.labels.size),
  });

function countOf(values: Uint32Array, wanted: number): number {
  let count = 0;
  for (const value of values) if (value === wanted) count += 1;
  return count;
}

function planKind(profile: Profile, kind: KindColumns, sampleGroup: Uint32Array, groups: number): PlannedKind {
  const rows = aggregateByStack(profile, kind, sampleGroup);
  return { kind, rows, totals: rows.values.map((values) => sumByGroup(values, rows.group, groups)) };
}

export function planSeries(
  scope: number,
  profile: DecodedProfile,
  labels: readonly (readonly [string, string])[],
): PlannedSeries {
  hashSeries(hash, scope, profile, labels);
  return { labels, lo: hash.lo, hi: hash.hi, check: hash.check };
}
