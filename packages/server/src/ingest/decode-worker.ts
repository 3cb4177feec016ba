import { parentPort } from 'node:worker_threads';
import type { ErrorCode } from '../errors/catalogue.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { type DecodeTask, performTask } from './decode-task.ts';

/** Errors cross threads as plain values: a class does not survive the copy. */
export type DecodeAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** Runs on a worker thread of the decoder until it is sent `null`. Columns are moved to the caller, not copied. */
parentPort?.on('message', (task: DecodeTask | null) => {
  if (task === null) {
    parentPort?.close();
    return;
  }
  const answer = answerTo(task);
  parentPort?.postMessage(answer, answer.ok ? columnsOf(answer.value) : []);
});

function answerTo(task: DecodeTask): DecodeAnswer<unknown> {
  try {
    return { ok: true, value: performTask(task) };
  } catch (error) {
    if (!(error instanceof HearthError)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}

/** The memory behind every typed array that a value holds, each once. */
function columnsOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (node: unknown): void => {
    if (ArrayBuffer.isView(node)) {
      if (node.buffer instanceof ArrayBuffer) buffers.add(node.buffer);
    } else if (typeof node === 'object' && node !== null && !(Array.isArray(node) && typeof node[0] === 'string')) {
      for (const child of Object.values(node)) visit(child);
    }
  };
  visit(value);
  return [...buffers];
}
