import { type Profile, type TraceLabels, traceLabels } from '@hearth/profile';
import type { TraceIds } from '../../store/readers/trace-ids.ts';

/** Indexed by sample: 1 where it was taken for one of the spans and one of the traces. Undefined where none was. */
export function samplesOfTraces(
  profile: Profile,
  { spans, traces }: TraceIds,
  /** The trace that all of the profile belongs to; '' for none. */
  traceOfProfile: string,
): Uint8Array | undefined {
  const isOfTrace = traces.length === 0 || traces.includes(traceOfProfile);
  const labels = traceLabels(profile);
  const bySpan = spans.length === 0 ? undefined : marked(profile, labels, spans);
  const byTrace = isOfTrace ? undefined : marked(profile, labels, traces);
  const passes = bySpan ?? byTrace ?? new Uint8Array(profile.samples.length).fill(1);
  if (bySpan !== undefined && byTrace !== undefined) {
    for (let sample = 0; sample < passes.length; sample++) passes[sample]! &= byTrace[sample]!;
  }
  return passes.includes(1) ? passes : undefined;
}

function marked(profile: Profile, labels: TraceLabels | undefined, wanted: readonly string[]): Uint8Array {
  const passes = new Uint8Array(profile.samples.length);
  if (labels === undefined) return passes;
  const set = new Set(wanted);
  const isWanted = labels.ids.map((id) => set.has(id));
  for (let row = 0; row < labels.length; row++) if (isWanted[labels.id[row]!]) passes[labels.sample[row]!] = 1;
  return passes;
}
