import type { TraceIds } from '../../store/readers/trace-ids.ts';
import type { KindColumnsOfType } from '../../store/readers/value-of-type.ts';
import type { Original, ProjectId } from '../../store/upload.ts';

/** Which samples of which profiles of an upload. */
export interface TracedChoice {
  readonly project: ProjectId;
  readonly ids: TraceIds;
  /** Places in the upload, each with where the values that are asked for stand. */
  readonly profiles: readonly { readonly index: number; readonly columns: KindColumnsOfType }[];
}

interface BySeries {
  /** Decimal ids of the series that rows are of; the first is the profile's own. Empty for a profile that is not there. */
  readonly series: readonly string[];
  /** Index in {@link series}. */
  readonly seriesOfRow: Uint32Array;
}

/** Values of some samples of one profile by node. */
export interface TracedValues extends BySeries {
  /** Rows as those of `valuesByNode`. */
  readonly words: Uint32Array;
}

/** What the spans of one profile come to. A sample counts for each of its spans. */
export interface SpanValues extends BySeries {
  /** 16 hex digits, each once. */
  readonly spans: readonly string[];
  /** For each span the trace that its samples name, 32 hex digits; '' for none. */
  readonly traces: readonly string[];
  /** Index in {@link spans}. */
  readonly spanOfRow: Uint32Array;
  readonly value: Float64Array;
}

/**
 * Reads originals again for the samples of spans: what knows the protocols does it, off the event loop when it is much. Throws
 * HearthError as `StoredReader` does.
 */
export interface TracedReader {
  /** In the order of the choice. */
  tracedValues(original: Original, choice: TracedChoice): Promise<readonly TracedValues[]>;
  spanValues(original: Original, choice: Omit<TracedChoice, 'ids'>): Promise<readonly SpanValues[]>;
}
