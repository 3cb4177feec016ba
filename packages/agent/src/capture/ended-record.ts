import { hostname } from 'node:os';
import { MAX_DETAIL_LENGTH } from '../protocol/constants.ts';
import { CaptureCancelled, CaptureError } from '../recorders/capture-error.ts';
import type { CaptureRecord } from './capture-record.ts';

/** Longest sentence that the protocol takes. */
const MAX_SENTENCE_LENGTH = 2_000;

/** The record of a capture that ends without a file, by what ended it. */
export function endedRecord(record: CaptureRecord, cause: unknown): CaptureRecord {
  const ended = { type: 'ended' as const, captureId: record.captureId, atMs: Date.now() };
  if (cause instanceof CaptureCancelled) {
    return { ...record, state: 'cancelled', ended: { ...ended, outcome: 'cancelled' } };
  }
  const known = cause instanceof CaptureError ? cause : unforeseen(cause);
  return {
    ...record,
    state: 'failed',
    ended: {
      ...ended,
      outcome: 'failed',
      code: known.code,
      message: known.message.slice(0, MAX_SENTENCE_LENGTH),
      ...(known.detail === undefined ? {} : { detail: known.detail.slice(0, MAX_DETAIL_LENGTH) }),
    },
  };
}

function unforeseen(cause: unknown): CaptureError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/ENOSPC|EDQUOT/.test(reason)) {
    return new CaptureError(
      'disk_full',
      `The disk of the agent on ${hostname()} is full: free some space there.`,
      reason,
    );
  }
  return new CaptureError('recorder_failed', `The capture failed on ${hostname()}: ${reason}`);
}
