import { availableParallelism } from 'node:os';
import type { ErrorCode } from '../errors/catalogue.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { StoredReader } from '../query/export/stored-reader.ts';
import type { DecodeOriginal, Original } from '../store/upload.ts';
import { keepCapture } from './capture/decode-firefox-profile.ts';
import { type DecodeTask, performTask, type StoredTask } from './decode-task.ts';
import type { DecodeAnswer } from './decode-worker.ts';
import type { IngestLimits } from './limits.ts';
import { prepareUpload } from './registry.ts';
import type { PreparedUpload } from './upload-format.ts';
import { WorkerFailedError, WorkerPool } from './worker-pool.ts';

/** Decodes uploads, and reads stored ones again: small ones at once, large ones on worker threads, so that the event loop stays free. */
export interface Decoder extends StoredReader {
  readonly decode: DecodeOriginal;
  /**
   * The same for a new upload, with what identifies it.
   *
   * @param inlineBytes bodies up to this size are small; for formats that are not as dense as most
   */
  prepare(original: Original, inlineBytes?: number): Promise<PreparedUpload>;
  /** Takes gzip, zstd or lz4 off a body, always on a worker thread. */
  inflate(body: Uint8Array, maxBytes: number): Promise<Uint8Array>;
  /** Ends the worker threads. */
  close(): Promise<void>;
}

/** Compiled code, from `src/` and from `dist/` alike. */
const WORKER = new URL('../../dist/ingest/decode-worker.js', import.meta.url);
/** One core is left to the event loop; more than four large uploads at a time are rather a queue than a speed-up. */
const MAX_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** A thread costs some 15 MB; most servers see a large upload once in a while. */
const IDLE_MS = 30_000;
/** Heap of one worker: the strings of a profile, which its limits keep below 64 MiB. Columns live outside of it. */
const MAX_HEAP_MB = 512;
/** The largest body that the limits allow takes a few seconds, three times that on a busy machine. */
const MAX_TASK_MS = 30_000;

/** A merged tree of so many takes some 10 ms to write in any format. */
const MAX_INLINE_WRITTEN_NODES = 5_000;
/** Reading and writing what a stored upload of this size holds takes some 20 ms; the way to a worker and back costs a few. */
const MAX_INLINE_STORED_BYTES = 32 * 2 ** 10;

/** What a decoder says that came upon one of the limits for the event loop. */
const STOPPED: ReadonlySet<ErrorCode> = new Set(['inflated_too_large', 'profile_limit']);

/** Where large uploads are decoded. */
export type DecodePool = Pick<WorkerPool, 'run' | 'waiting' | 'close'>;

const decodePool = (): DecodePool =>
  new WorkerPool({
    script: WORKER,
    threads: MAX_THREADS,
    idleMs: IDLE_MS,
    taskMs: MAX_TASK_MS,
    heapMb: MAX_HEAP_MB,
  });

/** @param pool closed with the decoder; threads of its own when absent */
export function createDecoder(limits: IngestLimits, pool: DecodePool = decodePool()): Decoder {
  const run = async <T>(task: DecodeTask): Promise<T> => {
    if (pool.waiting >= limits.waitingDecodes) throw new HearthError('overloaded');
    const answer = (await pool.run(task).catch((error: unknown) => {
      throw isBeyondMeans(error) ? new HearthError('profile_limit', { cause: error }) : error;
    })) as DecodeAnswer<T>;
    if (!answer.ok) throw new HearthError(answer.code, { message: answer.message });
    return answer.value;
  };

  const inflatedBytes = Math.min(limits.inflatedBytes, limits.inlineInflatedBytes);
  const stackNodes = Math.min(limits.stackNodes, limits.inlineStackNodes);
  const inlineIsAll = inflatedBytes === limits.inflatedBytes && stackNodes === limits.stackNodes;
  const inlineLimits: IngestLimits = inlineIsAll
    ? limits
    : { ...limits, inflatedBytes, stackNodes, isProvisional: true };

  /** Small bodies can still make much: such a one is stopped early and begun again on a worker. */
  const prepare = async (original: Original, inlineBytes = limits.inlineBodyBytes): Promise<PreparedUpload> => {
    if (original.body.length <= inlineBytes) {
      try {
        return prepareUpload(original, inlineLimits);
      } catch (error) {
        const stopped = error instanceof HearthError && STOPPED.has(error.code);
        if (!stopped || inlineIsAll) throw error;
      }
    }
    return run<PreparedUpload>({ what: 'prepare', original, limits }).catch((error: unknown) => {
      const isTooMuch = error instanceof HearthError && error.code === 'profile_limit';
      const kept = isTooMuch ? keepCapture(original, limits, error) : undefined;
      if (kept === undefined) throw error;
      return kept;
    });
  };

  /** Like {@link prepare}: what stops at a limit of the event loop is begun again on a worker. */
  const onStored = async <T>(task: StoredTask): Promise<T> => {
    if (task.original.body.length <= MAX_INLINE_STORED_BYTES) {
      try {
        return performTask({ ...task, limits: inlineLimits }) as T;
      } catch (error) {
        const stopped = error instanceof HearthError && STOPPED.has(error.code);
        if (!stopped || inlineIsAll) throw error;
      }
    }
    return run<T>(task);
  };

  return {
    writeStored: (original, choice) => onStored({ what: 'write-stored', original, limits, choice }),
    threadsOfStored: (original, choice) => onStored({ what: 'threads-of-stored', original, limits, choice }),
    tracedValues: (original, choice) => onStored({ what: 'traced-values', original, limits, choice }),
    spanValues: (original, choice) => onStored({ what: 'span-values', original, limits, choice }),
    writeMerged: async (merged, choice) => {
      const task = { what: 'write-merged', merged, choice } as const;
      return merged.tree.parent.length <= MAX_INLINE_WRITTEN_NODES ? (performTask(task) as Uint8Array) : run(task);
    },
    writeKept: (items, kind) => run({ what: 'write-kept', items, kind }),
    prepare,
    decode: async (original) => (await prepare(original)).decoded,
    inflate: async (body, maxBytes) => run({ what: 'inflate', body, maxBytes }),
    close: async () => pool.close(),
  };
}

/** The upload needs more memory or time than a thread may take, which is about the upload and not about the server. */
function isBeyondMeans(error: unknown): boolean {
  if (!(error instanceof WorkerFailedError)) return false;
  if (error.outOfTime) return true;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
