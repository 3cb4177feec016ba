import type { ProjectId, Source, UploadId } from '../upload.ts';

/** Uploads that are looked up together: those that start on one day (UTC, days since 1970), or those of one source. */
export type SeenScope =
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'source'; readonly source: Source };

/** Told of each number that a profile of an upload has, once with 0 of an upload without profiles; some come several times. */
export type SeeUpload = (projectId: ProjectId, uploadId: UploadId, numericId: number) => void;

/**
 * Sources whose clients give an upload its id: the same id is the same upload whatever start it claims. Elsewhere the start is part
 * of what makes the id, so that an upload that is sent again is found on its day.
 */
export const ANY_DAY_SOURCES: ReadonlySet<Source> = new Set(['sentry']);

export const keyOfScope = (scope: SeenScope): string =>
  scope.kind === 'day' ? `day ${scope.day}` : `source ${scope.source}`;
