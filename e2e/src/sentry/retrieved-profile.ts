import { z } from 'zod';
import { releaseSchema } from './release-schema.ts';

/**
 * The answer of Sentry's Retrieve a profile, as strict as the published document, its example and the server's sources
 * make it: nothing else is allowed, and nothing of a neighbouring type.
 */

/** RFC 3339 with a zone. */
export const time = z.iso.datetime({ offset: true });
/** 32 lower-case hex digits. */
const id = z.string().regex(/^[0-9a-f]{32}$/);
const index = z.int().nonnegative();
/** Up to 2^64: exactness is for the text of the answer, not for this. */
const threadId = z.number().nonnegative();

const frame = z.strictObject({
  data: z.strictObject({
    deobfuscation_status: z.string().optional(),
    symbolicator_status: z.string().optional(),
    symbolicated: z.boolean().optional(),
  }),
  in_app: z.boolean().nullable(),
  function: z.string().optional(),
  module: z.string().optional(),
  package: z.string().optional(),
  filename: z.string().optional(),
  abs_path: z.string().optional(),
  lineno: index.optional(),
  colno: index.optional(),
  instruction_addr: z.string().optional(),
  sym_addr: z.string().optional(),
  symbol: z.string().optional(),
  status: z.string().optional(),
  lang: z.string().optional(),
  platform: z.string().optional(),
});

const sample = z.strictObject({
  elapsed_since_start_ns: index,
  stack_id: index,
  thread_id: threadId,
  queue_address: z.string().optional(),
  state: z.literal('idle').optional(),
});

const measurement = z.strictObject({
  unit: z.string(),
  values: z.array(z.strictObject({ elapsed_since_start_ns: index, value: z.number() })),
});

const nameAndVersion = z.strictObject({ name: z.string(), version: z.string() });

export const retrievedProfile = z.strictObject({
  event_id: id,
  organization_id: z.int().positive(),
  project_id: z.int().positive(),
  version: z.literal('1'),
  platform: z.string().min(1),
  environment: z.string().min(1).optional(),
  received: time,
  timestamp: time,
  release: releaseSchema.nullable(),
  os: z.strictObject({ build_number: z.string(), name: z.string(), version: z.string() }),
  device: z.strictObject({
    architecture: z.string(),
    classification: z.string(),
    locale: z.string(),
    manufacturer: z.string(),
    model: z.string(),
  }),
  runtime: nameAndVersion,
  client_sdk: nameAndVersion,
  debug_meta: z.strictObject({ images: z.array(z.record(z.string(), z.unknown())).optional() }),
  measurements: z.record(z.string(), measurement).optional(),
  options: z.null(),
  retention_days: z.int().positive(),
  sampled: z.boolean(),
  profile: z.strictObject({
    frames: z.array(frame),
    samples: z.array(sample),
    stacks: z.array(z.array(index)),
    thread_metadata: z
      .record(z.string().regex(/^\d+$/), z.strictObject({ name: z.string().optional(), priority: z.int().optional() }))
      .nullable(),
    queue_metadata: z.record(z.string(), z.strictObject({ label: z.string() })).nullable(),
  }),
  transaction: z.strictObject({
    active_thread_id: threadId,
    duration_ns: index.optional(),
    id: z.string(),
    name: z.string(),
    trace_id: z.string(),
    segment_id: z.string(),
  }),
  transaction_metadata: z.strictObject({
    'transaction.start': time,
    'transaction.end': time,
    'app.identifier': z.string().optional(),
    dist: z.string().optional(),
    environment: z.string().optional(),
    'http.method': z.string().optional(),
    release: z.string().optional(),
    transaction: z.string().optional(),
    'transaction.op': z.string().optional(),
    'transaction.status': z.string().optional(),
    segment_id: z.string().optional(),
  }),
  transaction_tags: z.record(z.string(), z.string()).optional(),
});

export type RetrievedProfile = z.infer<typeof retrievedProfile>;
