import type { ProjectId } from '../upload.ts';
import type { StoredUpload } from './stored-upload.ts';

/** Decides over the series that labels of samples would make, which are seen only after the upload was acknowledged. */
export interface SeriesGate {
  /** Whether a project may have this series; false keeps the samples under the profile's own series. */
  admit(projectId: ProjectId, lo: number, hi: number): boolean;
  /** Told how many samples of a profile lost their labels to a limit. */
  overflowed(upload: StoredUpload, app: string, samples: number): void;
}

/** Lets everything through: for what was derived before. */
export const openGate: SeriesGate = { admit: () => true, overflowed: () => undefined };
