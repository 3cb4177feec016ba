import type { Exemplar } from '../../query/points/ask-exemplars.ts';
import type { SeriesText } from '../../store/readers/load-series.ts';
import { type Label, labelAtPyroscope, SERVICE_NAME } from './label-names.ts';

/** Ids of profiles are UUIDs at Pyroscope. */
const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** A profile, or a span, as Pyroscope says it: with the labels that its group does not say. */
export function exemplarMessage({ profile, span, trace, startMs, value, labels }: Exemplar, grouped: readonly Label[]) {
  const said = new Set(grouped.map(({ name }) => name));
  return {
    timestamp: BigInt(startMs),
    profileId: uuidOf(profile),
    spanId: span,
    traceId: trace,
    value: BigInt(Math.round(value)),
    labels: labelsOf(labels).filter(({ name }) => !said.has(name)),
  };
}

function labelsOf(text: SeriesText | undefined): readonly Label[] {
  if (text === undefined) return [];
  const { app, columns, labels } = text;
  return [
    { name: SERVICE_NAME, value: app },
    ...Object.entries({ ...columns, ...labels }).map(([name, value]) => ({ name: labelAtPyroscope(name), value })),
  ]
    .filter(({ name, value }) => value !== '' && !name.startsWith('__'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
