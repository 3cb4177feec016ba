import { z } from 'zod';
import type { Pin } from '../../../catalog/pins.ts';
import { pinnedUntilMs } from '../../../query/kept-until.ts';
import type { ProfileSummary } from '../../../store/readers/profile-summary.ts';
import { sources } from '../../../store/upload.ts';
import { timeField, timeText } from './time-parameter.ts';

/** Null where the protocol does not say. */
const hexId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .nullable();

/** One profile of a list. The names are fixed: scripts rely on them. */
export const profileItem = z
  .object({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    numericId: z.int(),
    app: z.string(),
    environment: z.string(),
    release: z.string().nullable(),
    start: timeField,
    end: timeField,
    types: z.array(z.string()),
    source: z.enum(sources),
    sessionId: hexId.meta({ description: 'The run of a continuous profiler that this profile is a piece of.' }),
    traceId: hexId,
    transactionId: hexId,
    transaction: z.string().nullable().meta({ description: 'Name of the transaction that was profiled.' }),
  })
  .meta({ id: 'ProfileItem' });

export const profileList = z
  .object({
    profiles: z.array(profileItem),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' }),
  })
  .meta({ id: 'ProfileList' });

const known = z.string().nullable();

export const profileDetail = profileItem
  .extend({
    received: timeField,
    state: z.string().meta({ description: '`not_decoded`: kept, and read once a decoder for it exists.' }),
    runtime: known,
    runtimeVersion: known,
    runtimeArch: known,
    runtimeOs: known,
    probeVersion: known,
    host: known,
    sampleCount: z.int(),
    originalBytes: z.int(),
    originalKeptUntil: timeField.nullable().meta({ description: 'Null while it is pinned.' }),
    keptUntil: timeField.nullable().meta({ description: 'Null while it is pinned.' }),
  })
  .meta({ id: 'Profile' });

export const profileItemOf = (profile: ProfileSummary): z.infer<typeof profileItem> => ({
  id: profile.id,
  numericId: profile.numericId,
  app: profile.app,
  environment: profile.environment,
  release: textOrNull(profile.release),
  start: timeText(profile.startMs),
  end: timeText(profile.endMs),
  types: [...profile.types],
  source: profile.source,
  sessionId: textOrNull(profile.link.sessionId),
  traceId: textOrNull(profile.link.traceId),
  transactionId: textOrNull(profile.link.transactionId),
  transaction: textOrNull(profile.link.transactionName),
});

/** @param pins of its project */
export const profileDetailOf = (profile: ProfileSummary, pins: readonly Pin[]): z.infer<typeof profileDetail> => ({
  ...profileItemOf(profile),
  received: timeText(profile.receivedMs),
  state: profile.state,
  runtime: textOrNull(profile.facets.runtime),
  runtimeVersion: textOrNull(profile.facets.runtimeVersion),
  runtimeArch: textOrNull(profile.facets.runtimeArch),
  runtimeOs: textOrNull(profile.facets.runtimeOs),
  probeVersion: textOrNull(profile.facets.probeVersion),
  host: textOrNull(profile.facets.host),
  sampleCount: profile.sampleCount,
  originalBytes: profile.originalBytes,
  originalKeptUntil: untilText(pinnedUntilMs(profile, profile.originalKeepDays, pins)),
  keptUntil: untilText(pinnedUntilMs(profile, profile.keepDays, pins)),
});

const untilText = (ms: number | undefined): string | null => (ms === undefined ? null : timeText(ms));

/** In the columns '' stands for "not said". */
const textOrNull = (text: string): string | null => (text === '' ? null : text);
