import { eventId } from './event-id.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import { SentryPayload } from './sentry-payload.ts';
import type { SentryTransaction } from './sentry-profile.ts';

const NIL_ID = '0'.repeat(32);

/**
 * The transaction of a v1 payload: `transaction` (Node) or the first of `transactions` (Python).
 * @throws SentryDropError `profiling_no_transaction_associated`, `profiling_invalid_transaction_metadata`
 */
export function readTransaction(payload: SentryPayload): SentryTransaction {
  const transaction = payload.object('transaction') ?? firstTransaction(payload);
  if (transaction === undefined) {
    throw new SentryDropError('profiling_no_transaction_associated', 'the profile names no transaction');
  }
  const id = eventId(transaction.value('id'));
  const traceId = eventId(transaction.value('trace_id'));
  const name = transaction.text('name');
  if (id === undefined || id === NIL_ID || traceId === undefined || traceId === NIL_ID || name === '') {
    throw new SentryDropError('profiling_invalid_transaction_metadata', 'the transaction has no id, name or trace');
  }
  return {
    id,
    name,
    traceId,
    segmentId: transaction.text('segment_id'),
    activeThreadId: transaction.digits('active_thread_id') ?? '',
    durationNanos: transaction.number('duration_ns'),
    relativeStartNanos: transaction.number('relative_start_ns') ?? 0,
    relativeEndNanos: transaction.number('relative_end_ns') ?? 0,
  };
}

function firstTransaction(payload: SentryPayload): SentryPayload | undefined {
  const cursor = payload.cursor('transactions');
  if (cursor === undefined) return undefined;
  if (!cursor.openArray()) throw cursor.invalid();
  return cursor.nextElement(true) ? SentryPayload.at(cursor) : undefined;
}
