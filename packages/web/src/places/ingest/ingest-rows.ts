import type { IngestAnswer } from '../../api/wire.ts';
import type { Span } from '../../state/time-range.ts';

/** What came of the uploads of one source. */
export interface SourceRow {
  readonly source: string;
  readonly apps: readonly string[];
  readonly accepted: number;
  readonly duplicates: number;
  readonly dropped: number;
  readonly bytes: number;
  readonly byReason: ReadonlyMap<string, number>;
}

export interface ReasonRow {
  readonly reason: string;
  readonly count: number;
  readonly sources: readonly string[];
}

export interface IngestRows {
  /** The largest first. */
  readonly sources: readonly SourceRow[];
  /** Reasons of what was dropped, the most frequent first. */
  readonly reasons: readonly ReasonRow[];
  readonly accepted: number;
  readonly dropped: number;
  readonly duplicates: number;
}

export interface IngestFilter {
  readonly source?: string | undefined;
  readonly reason?: string | undefined;
}

/** Whether something is within the filter; what was accepted has no reason and stays, for comparison. */
const isWithin = (
  { source, reason }: IngestFilter,
  event: { readonly source: string; readonly outcome: string; readonly reason: string },
): boolean =>
  (source === undefined || event.source === source) &&
  (reason === undefined || event.outcome === 'accepted' || event.reason === reason);

/** Tallies added up by source and by reason. */
export function ingestRows(tallies: IngestAnswer['tallies'], filter: IngestFilter): IngestRows {
  const bySource = new Map<string, IngestAnswer['tallies'][number][]>();
  const byReason = new Map<string, { count: number; readonly sources: Set<string> }>();
  for (const tally of tallies) {
    if (!isWithin(filter, tally)) continue;
    const { source, outcome, reason, count } = tally;
    bySource.set(source, [...(bySource.get(source) ?? []), tally]);
    if (outcome !== 'dropped') continue;
    const known = byReason.get(reason) ?? { count: 0, sources: new Set() };
    known.count += count;
    known.sources.add(source);
    byReason.set(reason, known);
  }
  const sources = [...bySource].map(([source, own]) => sourceRow(source, own));
  sources.sort((left, right) => right.accepted - left.accepted || right.dropped - left.dropped);
  const reasons = [...byReason].map(([reason, { count, sources: from }]) => ({ reason, count, sources: [...from] }));
  reasons.sort((left, right) => right.count - left.count);
  const sum = (read: (row: SourceRow) => number): number => sources.reduce((total, row) => total + read(row), 0);
  return {
    sources,
    reasons,
    accepted: sum(({ accepted }) => accepted),
    dropped: sum(({ dropped }) => dropped),
    duplicates: sum(({ duplicates }) => duplicates),
  };
}

function sourceRow(source: string, tallies: IngestAnswer['tallies']): SourceRow {
  const of = (outcome: string): number =>
    tallies.reduce((sum, tally) => sum + (tally.outcome === outcome ? tally.count : 0), 0);
  const byReason = new Map<string, number>();
  for (const { outcome, reason, count } of tallies) {
    if (outcome === 'dropped') byReason.set(reason, (byReason.get(reason) ?? 0) + count);
  }
  return {
    source,
    apps: [...new Set(tallies.map(({ app }) => app).filter((app) => app !== ''))],
    accepted: of('accepted'),
    duplicates: of('duplicate'),
    dropped: of('dropped'),
    bytes: tallies.reduce((sum, { bytes }) => sum + bytes, 0),
    byReason,
  };
}

export interface IngestBar {
  readonly startMs: number;
  readonly accepted: number;
  readonly dropped: number;
}

/** A bar for each slot of the span, empty ones too; the span begins and ends at whole slots. */
export function ingestBars(
  slots: IngestAnswer['slots'],
  { fromMs, toMs }: Span,
  stepSeconds: number,
  filter: IngestFilter,
): readonly IngestBar[] {
  const stepMs = stepSeconds * 1000;
  const bars = Array.from({ length: Math.max(0, Math.round((toMs - fromMs) / stepMs)) }, (_, index) => ({
    startMs: fromMs + index * stepMs,
    accepted: 0,
    dropped: 0,
  }));
  for (const slot of slots) {
    const bar = bars[Math.round((Date.parse(slot.start) - fromMs) / stepMs)];
    if (bar === undefined || !isWithin(filter, slot)) continue;
    if (slot.outcome === 'accepted') bar.accepted += slot.count;
    if (slot.outcome === 'dropped') bar.dropped += slot.count;
  }
  return bars;
}

/** Refusals and duplicates within the filter. */
export const refusalsWithin = (refusals: IngestAnswer['refusals'], filter: IngestFilter): IngestAnswer['refusals'] =>
  refusals.filter((refusal) => isWithin(filter, refusal));
