import { z } from 'zod';
import { partialRelease, releaseItem } from '../releases/release-schema.ts';

const hex32 = z.string().regex(/^[0-9a-f]{32}$/);
const moment = z.iso.datetime({ offset: true });
const index = z.int().nonnegative();
/** A JSON number up to 2^64: compared as text where its digits matter. */
const wide = z.number().nonnegative();
const present = z.string().min(1);
const text = z.string();

const namedVersion = z.strictObject({ name: text, version: text });
const debugMeta = z.strictObject({ images: z.array(z.looseObject({})).min(1).optional() });
const threadMetadata = z
  .record(text, z.strictObject({ name: present.optional(), priority: z.int().optional() }))
  .nullable();

const measurements = <T extends string>(time: T) =>
  z.record(
    text,
    z.strictObject({ unit: text, values: z.array(z.strictObject({ [time]: z.number(), value: z.number() })) }),
  );

export const frameSchema = z.strictObject({
  data: z.strictObject({
    deobfuscation_status: present.optional(),
    symbolicator_status: present.optional(),
    symbolicated: z.boolean().optional(),
  }),
  in_app: z.boolean().nullable(),
  function: present.optional(),
  module: present.optional(),
  package: present.optional(),
  filename: present.optional(),
  abs_path: present.optional(),
  lineno: z.int().positive().optional(),
  colno: z.int().positive().optional(),
  instruction_addr: present.optional(),
  sym_addr: present.optional(),
  symbol: present.optional(),
  status: present.optional(),
  lang: present.optional(),
  platform: present.optional(),
});

const release = z.union([releaseItem, partialRelease]).nullable();

/** The answer to *Retrieve a profile* in the sample format, and nothing else. */
export const profileSchema = z.strictObject({
  event_id: hex32,
  organization_id: index,
  project_id: index,
  version: z.literal('1'),
  platform: present,
  environment: present.optional(),
  received: moment,
  timestamp: moment,
  release,
  os: z.strictObject({ build_number: text, name: text, version: text }),
  device: z.strictObject({
    architecture: text,
    classification: text,
    locale: text,
    manufacturer: text,
    model: text,
  }),
  runtime: namedVersion,
  client_sdk: namedVersion,
  debug_meta: debugMeta,
  measurements: measurements('elapsed_since_start_ns').optional(),
  options: z.null(),
  retention_days: z.int().positive(),
  sampled: z.boolean(),
  profile: z.strictObject({
    frames: z.array(frameSchema),
    samples: z.array(
      z.strictObject({
        elapsed_since_start_ns: index,
        queue_address: present.optional(),
        stack_id: index,
        state: z.literal('idle').optional(),
        thread_id: wide,
      }),
    ),
    stacks: z.array(z.array(index)),
    thread_metadata: threadMetadata,
    queue_metadata: z.record(text, z.strictObject({ label: text })).nullable(),
  }),
  transaction: z.strictObject({
    active_thread_id: wide,
    duration_ns: z.int().positive().optional(),
    id: text,
    name: text,
    trace_id: text,
    segment_id: text,
  }),
  transaction_metadata: z.strictObject({
    'transaction.start': moment,
    'transaction.end': moment,
    'app.identifier': present.optional(),
    dist: present.optional(),
    environment: present.optional(),
    'http.method': present.optional(),
    release: present.optional(),
    transaction: present.optional(),
    'transaction.op': present.optional(),
    'transaction.status': present.optional(),
    segment_id: present.optional(),
  }),
  transaction_tags: z.record(text, text).optional(),
});

/** The answer of `profiling/chunks/`, and nothing else. */
export const chunksSchema = z.strictObject({
  chunk: z.strictObject({
    chunk_id: hex32,
    profiler_id: hex32,
    debug_meta: debugMeta,
    client_sdk: namedVersion,
    environment: text,
    platform: present,
    release: text,
    version: z.literal('2'),
    profile: z.strictObject({
      frames: z.array(frameSchema),
      samples: z.array(z.strictObject({ stack_id: index, thread_id: present, timestamp: z.number() })),
      stacks: z.array(z.array(index)),
      thread_metadata: threadMetadata,
    }),
    organization_id: index,
    project_id: index,
    received: z.number(),
    retention_days: z.int().positive(),
    measurements: measurements('timestamp').nullable(),
    options: z.null(),
  }),
  debug_chunk_ids: z.array(hex32).min(1),
});

/** The answer for a format before the sample format, whose trace is not read, and nothing else. */
export const legacySchema = z.strictObject({
  activeProfileIndex: index,
  durationNS: z.int().positive().optional(),
  images: z.array(z.looseObject({})).min(1).optional(),
  metadata: z.strictObject({
    androidAPILevel: index.optional(),
    architecture: present.optional(),
    deviceClassification: text,
    deviceLocale: text,
    deviceManufacturer: text,
    deviceModel: text,
    deviceOSBuildNumber: present.optional(),
    deviceOSName: text,
    deviceOSVersion: text,
    durationNS: index,
    environment: present.optional(),
    organizationID: index,
    platform: present,
    profileID: hex32,
    projectID: index,
    received: moment,
    sampled: z.boolean(),
    timestamp: moment,
    traceID: text,
    transactionID: text,
    transactionName: text,
    release,
  }),
  platform: present,
  profileID: hex32.optional(),
  chunkID: hex32.optional(),
  profiles: z.tuple([]),
  projectID: index,
  shared: z.strictObject({ frames: z.tuple([]), frame_infos: z.tuple([]) }),
  transactionName: text,
  version: present.optional(),
  metrics: z.null(),
});
