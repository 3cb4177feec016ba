import { z } from 'zod';
import { captureIdSchema } from '../protocol/capture-id.ts';
import { agentMessageSchema, type EndedMessage, type UploadMessage } from '../protocol/from-agent.ts';

const identity = z.object({ pid: z.number(), startTicks: z.number() });
const upload = agentMessageSchema.refine((message): message is UploadMessage => message.type === 'upload');
const ended = agentMessageSchema.refine((message): message is EndedMessage => message.type === 'ended');

/** `capture.json`: what the agent has to know about a capture after it died and was started again. */
export const captureRecordSchema = z.object({
  captureId: captureIdSchema,
  durationSecs: z.number(),
  rateHz: z.number(),
  acceptedAtMs: z.number(),
  state: z.enum(['accepted', 'recording', 'writing', 'uploading', 'failed', 'cancelled']),
  target: identity.optional(),
  commandLine: z.string().optional(),
  recorder: z.enum(['samply', 'perf']).optional(),
  recorderVersion: z.string().optional(),
  recorderProcess: identity.optional(),
  startedAtMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  /** The recorder's file, in the capture's folder. */
  raw: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  /** What is said to the server until it acknowledges: one of the two, in the last three states. */
  upload: upload.optional(),
  ended: ended.optional(),
});

export type CaptureRecord = z.infer<typeof captureRecordSchema>;
