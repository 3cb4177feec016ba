import type { IngestLog, UploadWriter } from '../store/upload.ts';
import type { BodiesInHand } from './bodies-in-hand.ts';
import type { Decoder } from './decoder.ts';
import type { IngestLimits } from './limits.ts';

/** What every ingest route works with. */
export interface IngestDeps {
  readonly writer: UploadWriter;
  readonly log: IngestLog;
  readonly decoder: Decoder;
  readonly limits: IngestLimits;
  /** Shared by all protocols. */
  readonly bodiesInHand: BodiesInHand;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}
