import { traceLabels } from '@hearth/profile';
import type { SpanValues, TracedChoice } from '../../query/spans/traced-reader.ts';
import { labelGroupsOf } from '../../store/derive/profile-plan.ts';
import type { DecodedProfile, Original } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { columnsOfType } from './columns-of-type.ts';
import { SeriesOfGroups } from './series-of-groups.ts';

/** What the spans of stored profiles come to, span by span and by series. @throws HearthError, ProfileFormatError */
export function spanValues(
  original: Original,
  limits: IngestLimits,
  choice: Omit<TracedChoice, 'ids'>,
): readonly SpanValues[] {
  const { profiles } = prepareUpload(original, limits).decoded;
  return choice.profiles.map(({ index, columns }) => {
    const profile = profiles[index];
    return profile === undefined ? NOTHING : valuesOf(profile, choice, columns);
  });
}

const NOTHING: SpanValues = {
  series: [],
  spans: [],
  traces: [],
  spanOfRow: new Uint32Array(),
  seriesOfRow: new Uint32Array(),
  value: new Float64Array(),
};
const SPAN_DIGITS = 16;
const TRACE_DIGITS = 32;

function valuesOf(
  profile: DecodedProfile,
  { project }: Omit<TracedChoice, 'ids'>,
  columns: TracedChoice['profiles'][number]['columns'],
): SpanValues {
  const series = new SeriesOfGroups(project, profile);
  /** By span, then by place of the series. */
  const sums = new Map<string, Map<number, number>>();
  const traceOf = new Map<string, string>();
  for (const part of profile.parts) {
    const found = columnsOfType(part.profile, columns);
    const labels = found.length === 0 ? undefined : traceLabels(part.profile);
    if (labels === undefined) continue;
    const groups = labelGroupsOf(profile, part);
    const placeOf = series.placesOf(groups);
    const traceOfSample = new Map<number, string>();
    for (const [row, sample] of labels.sample.entries()) {
      const id = labels.ids[labels.id[row]!]!;
      if (id.length === TRACE_DIGITS) traceOfSample.set(sample, id);
    }
    for (let row = 0; row < labels.length; row++) {
      const id = labels.ids[labels.id[row]!]!;
      if (id.length !== SPAN_DIGITS) continue;
      const sample = labels.sample[row]!;
      const value = found.reduce((sum, { column }) => sum + part.profile.samples.values[column]![sample]!, 0);
      if (value === 0) continue;
      const trace = traceOfSample.get(sample);
      if (trace !== undefined && !traceOf.has(id)) traceOf.set(id, trace);
      const place = placeOf(groups.sampleGroup[sample]!);
      const bySeries = sums.get(id) ?? new Map<number, number>();
      sums.set(id, bySeries);
      bySeries.set(place, (bySeries.get(place) ?? 0) + value);
    }
  }
  const spans = [...sums.keys()];
  const rows = spans.flatMap((id, span) =>
    Array.from(sums.get(id)!, ([place, value]) => [span, place, value] as const),
  );
  return {
    series: series.ids,
    spans,
    traces: spans.map((id) => traceOf.get(id) ?? ''),
    spanOfRow: Uint32Array.from(rows, ([span]) => span),
    seriesOfRow: Uint32Array.from(rows, ([, place]) => place),
    value: Float64Array.from(rows, ([, , value]) => value),
  };
}
