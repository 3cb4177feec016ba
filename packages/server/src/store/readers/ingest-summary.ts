import type { ProjectId } from '../upload.ts';
import { clampTimeMs } from './profile-filter.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Rows of (source, outcome, reason, app); a project has at most 1 000 apps and a few reasons each. */
const MAX_TALLIES = 10_000;
/** Slots times sources and reasons; a chart has a few hundred slots. */
const MAX_SLOT_ROWS = 50_000;
/** More than a chart has pixels for. */
export const MAX_INGEST_SLOTS = 2_000;
/** Enough to see what is wrong; the tallies count the rest. */
export const MAX_REFUSALS = 100;

export interface IngestTally {
  readonly source: string;
  readonly outcome: string;
  /** '' for accepted. */
  readonly reason: string;
  readonly app: string;
  readonly count: number;
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly lastMs: number;
}

/** What happened to one upload, or to a part of it, with the redacted sample of its message. */
export interface IngestRefusal {
  readonly atMs: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly app: string;
  readonly count: number;
  readonly message: string;
}

/** What came to one end within one slot of time. */
export interface IngestSlot {
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly count: number;
}

export interface IngestSummary {
  readonly tallies: readonly IngestTally[];
  /** Newest first: what was dropped or counted as duplicate. */
  readonly refusals: readonly IngestRefusal[];
  /** By time; empty unless a step was asked for. Slots without an event are left out. */
  readonly slots: readonly IngestSlot[];
}

export interface IngestSummaryQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly app?: string | undefined;
  /** 0 .. {@link MAX_REFUSALS} */
  readonly refusals: number;
  /** Length of slots, which are aligned to 1970; without it there are none. */
  readonly stepSeconds?: number | undefined;
}

interface TallyRow {
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly app: string;
  readonly events: number;
  readonly total_bytes: number;
  readonly last_ms: number;
}

interface RefusalRow {
  readonly at_ms: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly app: string;
  readonly events: number;
  readonly message: string;
}

interface SlotRow {
  readonly start_s: number;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly events: number;
}

/** What a project's uploads came to in [from, to), and the last ones that were not simply taken. */
export async function ingestSummary(
  source: RowSource,
  project: ProjectId,
  question: IngestSummaryQuestion,
  ask: Ask = {},
): Promise<IngestSummary> {
  // `minute` is the partition key and says where to look; `at` says exactly when.
  const where = `project_id = {project:UInt32}
        AND minute >= toStartOfMinute(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
        AND minute < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        ${question.app === undefined ? '' : 'AND app = {app:String}'}`;
  const params = {
    project,
    from: clampTimeMs(question.fromMs),
    to: clampTimeMs(question.toMs),
    ...(question.app === undefined ? {} : { app: question.app }),
  };
  const { stepSeconds } = question;
  const [tallies, refusals, slots] = await Promise.all([
    source.rows<TallyRow>({
      name: 'ingest-summary',
      sql: `
      SELECT source, outcome, reason, app,
        toFloat64(sum(count)) AS events, toFloat64(sum(bytes)) AS total_bytes,
        toFloat64(toUnixTimestamp64Milli(max(at))) AS last_ms
      FROM ingest_events
      WHERE ${where}
      GROUP BY source, outcome, reason, app
      ORDER BY source, outcome, reason, app
      LIMIT ${MAX_TALLIES}`,
      params,
      ...ask,
    }),
    source.rows<RefusalRow>({
      name: 'ingest-summary-refusals',
      sql: `
      SELECT toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, source, outcome, reason, app,
        toFloat64(count) AS events, message
      FROM ingest_events
      WHERE ${where} AND outcome != 'accepted'
      ORDER BY at DESC
      LIMIT {limit:UInt32}`,
      params: { ...params, limit: question.refusals },
      ...ask,
    }),
    stepSeconds === undefined
      ? []
      : source.rows<SlotRow>({
          name: 'ingest-summary-slots',
          sql: `
      SELECT toFloat64(intDiv(toUnixTimestamp(at), {step:UInt32}) * {step:UInt32}) AS start_s, source, outcome, reason,
        toFloat64(sum(count)) AS events
      FROM ingest_events
      WHERE ${where}
      GROUP BY start_s, source, outcome, reason
      ORDER BY start_s, source, outcome, reason
      LIMIT ${MAX_SLOT_ROWS}`,
          params: { ...params, step: stepSeconds },
          ...ask,
        }),
  ]);
  return {
    tallies: tallies.map((row) => ({
      source: row.source,
      outcome: row.outcome,
      reason: row.reason,
      app: row.app,
      count: row.events,
      bytes: row.total_bytes,
      lastMs: row.last_ms,
    })),
    refusals: refusals.map((row) => ({
      atMs: row.at_ms,
      source: row.source,
      outcome: row.outcome,
      reason: row.reason,
      app: row.app,
      count: row.events,
      message: row.message,
    })),
    slots: slots.map((row) => ({
      startMs: row.start_s * 1000,
      source: row.source,
      outcome: row.outcome,
      reason: row.reason,
      count: row.events,
    })),
  };
}
