import type { Project } from '../catalog/projects.ts';
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
  /** For bodies that are read before anybody is let in, so that strangers cannot fill the other one. */
  readonly strangersBodiesInHand: BodiesInHand;
  readonly releases: ReleaseSightings;
  /** Unix time in milliseconds. */
  readonly now: () => number;
}

/** Told of every stored profile that names a release. */
export interface ReleaseSightings {
  /** Never throws, never blocks. `startMs`: Unix milliseconds of the profile. */
  seen(project: Project, version: string, startMs: number): void;
}
