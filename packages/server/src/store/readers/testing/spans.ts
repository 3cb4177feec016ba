import { SpansBlock } from '../../tables/spans-block.ts';
import type { DecodedSpan, ProfileId, ProjectId, UploadId } from '../../upload.ts';

/** A span as a test writes it: what it does not say has a harmless value. */
export const span = (more: Partial<DecodedSpan> & Pick<DecodedSpan, 'spanId' | 'startMs'>): DecodedSpan => ({
  app: 'shop',
  environment: 'production',
  release: '1.0',
  traceId: '',
  parentId: '',
  segmentId: '',
  isSegment: false,
  transactionId: '',
  sessionId: '',
  threadId: '',
  name: '',
  op: '',
  status: '',
  endMs: more.startMs + 1_000,
  attributes: new Map(),
  ...more,
});

/** Of the upload that {@link TEST_UPLOAD} names. */
export function spansBlockOf(projectId: ProjectId, spans: readonly DecodedSpan[]): SpansBlock {
  const block = new SpansBlock();
  const upload = {
    projectId,
    uploadId: TEST_UPLOAD.uploadId,
    contentHash: 'ee'.repeat(16),
    original: {
      source: 'sentry' as const,
      format: 'sentry-envelope',
      contentType: '',
      headers: {},
      body: new Uint8Array(),
      context: { defaultEnvironment: 'production', projectSlug: 'default', receivedMs: 0 },
    },
    keepDays: { original: 1, derived: TEST_UPLOAD.keepDays },
    startMs: 0,
    profileIds: [] as readonly ProfileId[],
    numericIds: [],
    seq: 0,
  };
  for (const one of spans) block.add(TEST_UPLOAD.groupId, upload, one);
  return block;
}

const TEST_UPLOAD = { uploadId: 'dd'.repeat(16) as UploadId, groupId: 40_960, keepDays: 30 };
