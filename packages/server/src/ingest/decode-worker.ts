import { kTransferable, kValue, Tinypool } from 'tinypool';
import type { ErrorCode } from '../errors/catalogue.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Original } from '../store/upload.ts';
import { inflate } from './inflate/inflate.ts';
import type { IngestLimits } from './limits.ts';
import { decodeByFormat, prepareByFormat } from './registry.ts';

/** What a worker is asked for. */
export type DecodeTask =
  | { readonly what: 'decode' | 'prepare'; readonly original: Original; readonly limits: IngestLimits }
  | { readonly what: 'inflate'; readonly body: Uint8Array; readonly maxBytes: number };

/** Errors cross threads as plain values: a class does not survive the copy. */
export type DecodeAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** Entry of the worker threads of the decoder. Columns are moved to the caller, not copied. */
export function decodeInWorker(task: DecodeTask): unknown {
  try {
    const answer: DecodeAnswer<unknown> = { ok: true, value: perform(task) };
    return Tinypool.move({ [kTransferable]: columnsOf(answer.value), [kValue]: answer });
  } catch (error) {
    if (!(error instanceof HearthError)) throw error;
    const answer: DecodeAnswer<never> = { ok: false, code: error.code, message: error.message };
    return answer;
  }
}

function perform(task: DecodeTask): unknown {
  switch (task.what) {
    case 'decode':
      return decodeByFormat(task.original, task.limits);
    case 'prepare':
      return prepareByFormat(task.original, task.limits);
    case 'inflate':
      return inflate(task.body, { maxBytes: task.maxBytes, name: 'the body' });
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
