/** State of the write path, for metrics and readiness. */
export interface WriterStatus {
  /** Whether uploads are taken. */
  readonly accepting: boolean;
  readonly queueUploads: number;
  readonly queueBytes: number;
  readonly backlogGroups: number;
  readonly quarantinedUploads: number;
  readonly idCollisions: number;
}
