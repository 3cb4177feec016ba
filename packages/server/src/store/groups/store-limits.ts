import { DEFAULT_PROJECT_BOUNDS, type ProjectBounds } from '../bounds/limits.ts';
import { DEFAULT_KNOWN_IDS_BYTES } from '../derive/known-ids.ts';
import { DEFAULT_SEEN_UPLOADS_BYTES } from '../seen-uploads/seen-uploads.ts';
import { DEFAULT_GROUP_LIMITS, type GroupLimits } from './upload-group.ts';

/** Everything the write path may hold or take. */
export interface StoreLimits {
  /** Uploads accepted and not yet visible, those that wait for their original's insert included. */
  readonly queueUploads: number;
  /** The same in bytes as sent (see `weightOf`). Decoded they take about five times as much for the moment until they are derived. */
  readonly queueBytes: number;
  /** Uploads of groups that wait for repair: their ids are in memory (100 bytes each). */
  readonly backlogUploads: number;
  /** Originals of one insert. */
  readonly insertUploads: number;
  readonly insertBytes: number;
  readonly group: GroupLimits;
  readonly project: ProjectBounds;
  readonly knownIdsBytes: number;
  readonly seenUploadsBytes: number;
  /** Wait before an engine that did not answer is asked again. */
  readonly retryMs: number;
  /** Repairs that fail again and again wait no longer than this: the engine may be restarting, or a person freeing the disk. */
  readonly maxRetryMs: number;
}

export const DEFAULT_STORE_LIMITS: StoreLimits = {
  queueUploads: 4_000,
  queueBytes: 128 * 1024 * 1024,
  backlogUploads: 200_000,
  // What arrives while one insert is under way goes into the next: 64 connections rarely make more than this.
  insertUploads: 128,
  insertBytes: 16 * 1024 * 1024,
  group: DEFAULT_GROUP_LIMITS,
  project: DEFAULT_PROJECT_BOUNDS,
  knownIdsBytes: DEFAULT_KNOWN_IDS_BYTES,
  seenUploadsBytes: DEFAULT_SEEN_UPLOADS_BYTES,
  retryMs: 100,
  maxRetryMs: 5_000,
};
