import { z } from 'zod';
import type { CaptureProgress } from '../../../capture/captures.ts';
import { type Capture, type CaptureStep, captureStates } from '../../../catalog/captures/capture.ts';
import { timeField, timeText } from './time-parameter.ts';

export const captureState = z.enum(captureStates).meta({
  id: 'CaptureState',
  description:
    '`done`, `failed`, `cancelled` and `lost` are ends. `lost`: nobody heard what became of it; when its agent comes back ' +
    'with the file it is `done` after all.',
});

const orNull = <T extends z.ZodType>(schema: T, description: string) => schema.nullable().meta({ description });

/** One recording of one host. The names are fixed: scripts rely on them. */
export const captureItem = z
  .object({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    pipeline: z.string().meta({ description: 'Its name when the capture was asked for.' }),
    projectId: z.int(),
    ordinal: z.int().meta({ description: 'Number of the host, from 0.' }),
    state: captureState,
    durationSeconds: z.number(),
    rate: z.number().meta({ description: 'Samples per second of CPU time.' }),
    requestedBy: z.string(),
    requested: timeField,
    recording: orNull(timeField, 'When samples begin.'),
    expected: timeField.meta({ description: 'When the recording should be over.' }),
    ended: orNull(timeField, 'Null while it runs.'),
    cause: orNull(z.string(), 'Why there is no file, in one sentence.'),
    causeCode: orNull(z.string(), 'The same as a stable word.'),
    recorder: orNull(z.string(), '`samply` or `perf`.'),
    bytes: orNull(z.int(), 'Of the file as it was delivered.'),
    sha256: orNull(z.string(), 'Of the same, in hex.'),
    symbolicated: z.boolean().nullable(),
    warnings: z.array(z.string()),
    profileId: orNull(z.string(), 'Of `done`: the profile in the store.'),
    pinned: z.boolean().meta({ description: "Its file is kept beyond the project's retention." }),
  })
  .meta({ id: 'Capture' });

const step = z
  .object({ at: timeField, state: captureState, who: z.string(), why: z.string() })
  .meta({ id: 'CaptureStep' });

export const captureDetail = captureItem
  .extend({
    detail: orNull(z.string(), 'Output of the recorder that goes with the cause, verbatim.'),
    secondsLeft: orNull(z.number(), 'Of the recording, while it runs.'),
    uploadedBytes: orNull(z.int(), 'Of the file, while it comes.'),
    steps: z.array(step).meta({ description: 'Every change of state, in the order in which they happened.' }),
  })
  .meta({ id: 'CaptureDetail' });

export const captureList = z
  .object({
    captures: z.array(captureItem),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' }),
  })
  .meta({ id: 'CaptureList' });

/** What became of a request for one host or several. */
export const captureStart = z
  .object({
    captures: z.array(captureItem).meta({ description: 'Those that began, by host.' }),
    refused: z.array(z.object({ ordinal: z.int(), code: z.string(), message: z.string() })).meta({
      description: 'Hosts that are not recorded, and why. When there is no other the request itself is refused.',
    }),
  })
  .meta({ id: 'CaptureStart' });

export const captureItemOf = (capture: Capture): z.infer<typeof captureItem> => ({
  id: capture.id,
  pipeline: capture.pipelineName,
  projectId: capture.projectId,
  ordinal: capture.ordinal,
  state: capture.state,
  durationSeconds: capture.durationSeconds,
  rate: capture.rateHz,
  requestedBy: capture.requestedBy,
  requested: timeText(capture.requestedMs),
  recording: timeOrNull(capture.recordingMs),
  expected: timeText(capture.expectedMs),
  ended: timeOrNull(capture.endedMs),
  cause: capture.cause ?? null,
  causeCode: capture.causeCode ?? null,
  recorder: capture.recorder ?? null,
  bytes: capture.bytes ?? null,
  sha256: capture.sha256 ?? null,
  symbolicated: capture.symbolicated ?? null,
  warnings: [...capture.warnings],
  profileId: capture.profileId ?? null,
  pinned: capture.pinned,
});

export const captureDetailOf = (
  capture: Capture,
  steps: readonly CaptureStep[],
  progress: CaptureProgress,
): z.infer<typeof captureDetail> => ({
  ...captureItemOf(capture),
  detail: capture.detail ?? null,
  secondsLeft: progress.secondsLeft ?? null,
  uploadedBytes: progress.uploadedBytes ?? null,
  steps: steps.map(({ atMs, state, who, why }) => ({ at: timeText(atMs), state, who, why })),
});

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : timeText(ms));
