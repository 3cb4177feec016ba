import type { DecodeOriginal, IngestLog, Upload } from '../upload.ts';
import type { SeriesGate } from './series-gate.ts';
import type { StoreEvent } from './store-event.ts';
import type { StoreLimits } from './store-limits.ts';
import type { StorePort } from './store-port.ts';

/** What the write path is given. */
export interface WriterDeps {
  readonly port: StorePort;
  readonly decode: DecodeOriginal;
  readonly limits: StoreLimits;
  readonly log: IngestLog;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
  /** What else an upload must fulfil: time, bounds of its project, free disk. @throws HearthError */
  readonly admit: (upload: Upload) => void;
  readonly gate: SeriesGate;
}
