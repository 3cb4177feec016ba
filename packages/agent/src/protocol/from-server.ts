import { z } from 'zod';
import { captureIdSchema } from './capture-id.ts';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** First message of the server: the agent holds (pipeline, ordinal) from here on. */
const welcome = z.object({
  type: z.literal('welcome'),
  protocol: z.number().int(),
  /** Hosts of the pipeline, for `host <i> of <n>` in the files. */
  hosts: z.number().int().min(1).max(100_000),
  /** Largest file that the server takes; a larger one fails on the agent with `file_too_large`. */
  maxFileBytes: count,
});

/** The number of hosts has changed. */
const hosts = z.object({ type: z.literal('hosts'), hosts: z.number().int().min(1).max(100_000) });

/**
 * The order: how long, how often, under which id, and nothing else. Numbers are taken as sent and judged by the agent's
 * own limits, so that an order beyond them is refused with a sentence.
 */
const capture = z.strictObject({
  type: z.literal('capture'),
  captureId: captureIdSchema,
  durationSecs: z.number(),
  /** Samples per second of CPU time. */
  rateHz: z.number(),
});

/** Ends a capture and throws away what it recorded. Answered by `ended` with `cancelled`, also when it is not known. */
const cancel = z.object({ type: z.literal('cancel'), captureId: captureIdSchema });

/** Answer to `upload`: send the bytes from `offset` on. 0 at first; after a broken link what the server has kept. */
const uploadFrom = z.object({ type: z.literal('upload_from'), captureId: captureIdSchema, offset: count });

/** The server holds all bytes before `offset`. One for each chunk; the agent has at most two chunks unacknowledged. */
const uploadAck = z.object({ type: z.literal('upload_ack'), captureId: captureIdSchema, offset: count });

/** The file is whole, its hash is right, it is durably stored: the agent forgets the capture. */
const uploadDone = z.object({ type: z.literal('upload_done'), captureId: captureIdSchema });

/** The file is not wanted (unknown capture, too large, wrong hash twice): the agent forgets it and logs `message`. */
const uploadRefused = z.object({ type: z.literal('upload_refused'), captureId: captureIdSchema, message: z.string() });

/** Answer to `ended`: the outcome is stored, the agent forgets the capture. */
const endedAck = z.object({ type: z.literal('ended_ack'), captureId: captureIdSchema });

/** Everything that a server may say. Unknown types are a protocol error; unknown fields are ignored, except in `capture`. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  welcome,
  hosts,
  capture,
  cancel,
  uploadFrom,
  uploadAck,
  uploadDone,
  uploadRefused,
  endedAck,
]);

export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type CaptureOrder = z.infer<typeof capture>;
