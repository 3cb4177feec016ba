/** Samples that were taken for one of the spans and for one of the traces; an empty list narrows nothing. Lower-case hex. */
export interface TraceIds {
  /** 16 digits. */
  readonly spans: readonly string[];
  /** 32 digits. */
  readonly traces: readonly string[];
}
