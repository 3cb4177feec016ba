import type { IngestEvent } from '../upload.ts';
import type { StoredUpload } from './stored-upload.ts';

const MAX_MESSAGE_LENGTH = 200;

/** How the log of ingest counts an accepted upload that was put aside, as it cannot be derived. */
export const dropOfQuarantined = ({ projectId, original }: StoredUpload, reason: string): IngestEvent => ({
  projectId,
  source: original.source,
  outcome: 'dropped',
  reason: 'derive_failed',
  count: 1,
  bytes: original.body.length,
  app: '',
  message: reason.slice(0, MAX_MESSAGE_LENGTH),
});
