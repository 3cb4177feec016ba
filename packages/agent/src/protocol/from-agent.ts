import { z } from 'zod';
import { captureIdSchema } from './capture-id.ts';
import { MAX_DETAIL_LENGTH } from './constants.ts';
import { failureCodes } from './failure-code.ts';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = z.string().max(1_024);
/** Wall clock of the agent's host, Unix milliseconds. */
const atMs = z.number().min(0);
const recorderName = z.enum(['samply', 'perf']);

/** The process that would be recorded now. */
const targetSchema = z.object({
  /** How it is looked for. */
  by: z.enum(['pid', 'pid-file', 'match', 'command']),
  /** The pid, path, text or command line given to the agent. */
  text,
  state: z.enum(['found', 'missing']),
  /** One sentence on why it is missing. */
  reason: text.optional(),
  pid: count.optional(),
  startedAtMs: atMs.optional(),
  commandLine: text.optional(),
  threads: count.optional(),
  /** CPU cores that it kept busy in the last seconds. */
  cpuCores: z.number().min(0).optional(),
  runtime: z.enum(['native', 'node', 'python']).optional(),
  /** Further processes that fit; the oldest was taken. */
  otherMatches: count.optional(),
});

const recorderSchema = z.object({
  name: recorderName,
  version: text.optional(),
  usable: z.boolean(),
  /** Why not, or what will be less: one sentence. */
  reason: text.optional(),
});

/** What the agent still holds: the server compares it with what it believes. */
const heldSchema = z.object({
  captureId: captureIdSchema,
  state: z.enum(['accepted', 'recording', 'writing', 'uploading', 'failed', 'cancelled']),
});

/** First message of the agent. */
const hello = z.object({
  type: z.literal('hello'),
  protocol: z.number().int(),
  /** Stays the same over restarts of the agent; another instance on the same ordinal is another installation. */
  instance: z.string().regex(/^[0-9a-f]{32}$/),
  pipeline: z.string().max(63),
  ordinal: z.number().int().min(0).max(65_535),
  agentVersion: text,
  host: z.object({
    name: text,
    os: text,
    arch: text,
    cpus: count,
    /** Value of `kernel.perf_event_paranoid`; null where there is none. */
    perfEventParanoid: z.number().int().nullable(),
    root: z.boolean(),
    privatePerfParanoid: z.boolean(),
  }),
  recorders: z.array(recorderSchema).max(8),
  target: targetSchema,
  limits: z.object({ maxDurationSecs: count, maxRateHz: count, maxFileBytes: count }),
  captures: z.array(heldSchema).max(1_000),
});

/** The target was found, lost or replaced. */
const target = z.object({ type: z.literal('target'), target: targetSchema });

/** One for each change of state, and one each second while recording. */
const progress = z.object({
  type: z.literal('progress'),
  captureId: captureIdSchema,
  state: z.enum(['accepted', 'recording', 'writing', 'uploading']),
  atMs,
  /** Since when there are samples; from `recording` on. */
  startedAtMs: atMs.optional(),
  /** Of the recording. */
  secondsLeft: z.number().min(0).optional(),
  recorder: recorderName.optional(),
  pid: count.optional(),
});

/** A file is there. The server answers with `upload_from`, `upload_done` or `upload_refused`. Repeated after each reconnection. */
const upload = z.object({
  type: z.literal('upload'),
  captureId: captureIdSchema,
  sizeBytes: count,
  /** Of the file's bytes, 64 hex digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Firefox Profiler's processed format, gzip. */
  format: z.literal('firefox-processed'),
  inflatedBytes: count,
  /** False when symbols could not be written in; `warnings` says why. */
  symbolicated: z.boolean(),
  /** Above 256 MiB inflated: to be stored without deriving anything; bytes as the recorder wrote them. */
  oversize: z.boolean(),
  recorder: recorderName,
  recorderVersion: text,
  rateHz: z.number(),
  /** Wall clock of the recording. */
  startedAtMs: atMs,
  endedAtMs: atMs,
  /** `samples.time` of the first sample: wall clock of a sample = startedAtMs + (time - firstSampleTimeMs). */
  firstSampleTimeMs: z.number().optional(),
  samples: count.optional(),
  pid: count,
  commandLine: text,
  warnings: z.array(text).max(50),
});

/** The capture ends without a file. Repeated after each reconnection until `ended_ack`. */
const ended = z.object({
  type: z.literal('ended'),
  captureId: captureIdSchema,
  atMs,
  outcome: z.enum(['failed', 'cancelled']),
  code: z.enum(failureCodes).optional(),
  /** One sentence: what happened, on which host, what to do. */
  message: z.string().max(2_048).optional(),
  /** Verbatim output of the recorder. */
  detail: z.string().max(MAX_DETAIL_LENGTH).optional(),
});

/** Everything that an agent may say in JSON. Unknown fields are ignored. */
export const agentMessageSchema = z.discriminatedUnion('type', [hello, target, progress, upload, ended]);

export type AgentMessage = z.infer<typeof agentMessageSchema>;
export type HelloMessage = z.infer<typeof hello>;
export type UploadMessage = z.infer<typeof upload>;
export type EndedMessage = z.infer<typeof ended>;
export type ProgressMessage = z.infer<typeof progress>;
export type TargetState = z.infer<typeof targetSchema>;
export type RecorderFacts = z.infer<typeof recorderSchema>;
export type HeldCapture = z.infer<typeof heldSchema>;
export type RecorderName = z.infer<typeof recorderName>;
