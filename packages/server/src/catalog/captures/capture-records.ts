import { randomBytes } from 'node:crypto';
import type { Kysely, Updateable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { CaptureId, PipelineId } from '../ids.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Reach } from '../reach.ts';
import type { CaptureRow, CatalogSchema } from '../schema.ts';
import { withinReach } from '../within-reach.ts';
import type { CaptureQuestion, CaptureState, CaptureStep } from './capture.ts';
import { type CaptureChanges, type CaptureRecord, captureOfRow } from './capture-record.ts';

/** 128 bits, as long as every id of a profile. */
const ID_BYTES = 16;
/** One page. */
const MAX_LIST = 1_000;

export interface NewCapture {
  readonly pipeline: Pipeline;
  readonly ordinal: number;
  readonly durationSeconds: number;
  readonly rateHz: number;
  readonly requestedBy: string;
  readonly instance: string;
}

/** Captures as they are stored: each change of state with its step, in one transaction. */
export class CaptureRecords {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Throws `capture_in_progress` while another one of the host has not ended: of two calls at once one goes through. */
  async create(wanted: NewCapture): Promise<CaptureRecord> {
    const { db, now, glue } = this.#context;
    const { pipeline, ordinal, durationSeconds, rateHz, requestedBy, instance } = wanted;
    const nowMs = now();
    const row: CaptureRow = {
      id: randomBytes(ID_BYTES).toString('hex') as CaptureId,
      organization_id: pipeline.organizationId,
      project_id: pipeline.projectId,
      pipeline_id: pipeline.id,
      pipeline_name: pipeline.name,
      ordinal,
      duration_seconds: durationSeconds,
      rate_hz: rateHz,
      state: 'requested',
      state_ms: nowMs,
      requested_by: requestedBy,
      requested_ms: nowMs,
      recording_ms: null,
      expected_ms: nowMs + durationSeconds * 1_000,
      ended_ms: null,
      cause: null,
      cause_code: null,
      detail: null,
      instance,
      recorder: null,
      bytes: null,
      sha256: null,
      upload: null,
      spooled_ms: null,
      profile_id: null,
      pinned_ms: null,
    };
    try {
      return await db.transaction().execute(async (transaction) => {
        const made = await transaction.insertInto('captures').values(row).returningAll().executeTakeFirstOrThrow();
        await addStep(transaction, made.id, { atMs: nowMs, state: 'requested', who: requestedBy, why: '' });
        return captureOfRow(made);
      });
    } catch (error) {
      throw glue.isUniqueViolation(error) ? new HearthError('capture_in_progress', { cause: error }) : error;
    }
  }

  /**
   * Changes a capture that is still in state `from`, with the step of a new state; undefined when it is in another one by
   * now, or is gone.
   */
  async change(
    id: CaptureId,
    from: CaptureState,
    changes: CaptureChanges,
    step?: Omit<CaptureStep, 'state'>,
  ): Promise<CaptureRecord | undefined> {
    return this.#context.db.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('captures')
        .set(columnsOf(changes, step?.atMs))
        .where('id', '=', id)
        .where('state', '=', from)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (step !== undefined) await addStep(transaction, id, { ...step, state: row.state });
      return captureOfRow(row);
    });
  }

  async get(id: CaptureId): Promise<CaptureRecord | undefined> {
    const row = await this.#context.db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : captureOfRow(row);
  }

  /** undefined alike for one that does not exist and one out of reach. */
  async find(id: string, reach: Reach): Promise<CaptureRecord | undefined> {
    const row = await this.#within(reach)
      .where('id', '=', id as CaptureId)
      .executeTakeFirst();
    return row === undefined ? undefined : captureOfRow(row);
  }

  /** Newest first by (requested, id). */
  async list(question: CaptureQuestion, reach: Reach): Promise<readonly CaptureRecord[]> {
    const { pipelineId, ordinal, states, before, limit } = question;
    let query = this.#within(reach);
    if (pipelineId !== undefined) query = query.where('pipeline_id', '=', pipelineId);
    if (ordinal !== undefined) query = query.where('ordinal', '=', ordinal);
    if (states !== undefined) query = query.where('state', 'in', states);
    if (before !== undefined) {
      query = query.where(({ or, and, eb }) =>
        or([
          eb('requested_ms', '<', before.requestedMs),
          and([eb('requested_ms', '=', before.requestedMs), eb('id', '<', before.id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('requested_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(Math.min(Math.max(1, limit), MAX_LIST))
      .execute();
    return rows.map(captureOfRow);
  }

  /** The newest of a host in one of these states. */
  async newest(
    pipelineId: PipelineId,
    ordinal: number,
    states: readonly CaptureState[],
  ): Promise<CaptureRecord | undefined> {
    return (await this.list({ pipelineId, ordinal, states, limit: 1 }, { kind: 'all' }))[0];
  }

  /** All that have not ended, and all whose file waits in the spool. */
  async unfinished(): Promise<readonly CaptureRecord[]> {
    const rows = await this.#context.db
      .selectFrom('captures')
      .selectAll()
      .where(({ or, and, eb }) =>
        or([eb('ended_ms', 'is', null), and([eb('spooled_ms', 'is not', null), eb('profile_id', 'is', null)])]),
      )
      .execute();
    return rows.map(captureOfRow);
  }

  /** In the order in which they happened. */
  async steps(id: CaptureId): Promise<readonly CaptureStep[]> {
    const rows = await this.#context.db
      .selectFrom('capture_steps')
      .selectAll()
      .where('capture_id', '=', id)
      .orderBy('position')
      .execute();
    return rows.map(({ at_ms, state, who, why }) => ({ atMs: at_ms, state, who, why }));
  }

  /** Throws `capture_not_found`. */
  async pin(id: CaptureId, pinned: boolean): Promise<CaptureRecord> {
    const { db, now } = this.#context;
    const row = await db
      .updateTable('captures')
      .set({ pinned_ms: pinned ? now() : null })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw new HearthError('capture_not_found');
    return captureOfRow(row);
  }

  /** Deletes those that ended before their project's retention, unless they are pinned. Says which. */
  async forgetExpired(): Promise<readonly CaptureId[]> {
    const { db, now } = this.#context;
    const nowMs = now();
    const projects = await db.selectFrom('projects').select(['id', 'retention_days']).execute();
    const forgotten: CaptureId[] = [];
    for (const { id, retention_days } of projects) {
      const rows = await db
        .deleteFrom('captures')
        .where('project_id', '=', id)
        .where('ended_ms', '<', nowMs - (retention_days + 1) * 86_400_000)
        .where('pinned_ms', 'is', null)
        .returning('id')
        .execute();
      forgotten.push(...rows.map((row) => row.id));
    }
    return forgotten;
  }

  #within(reach: Reach) {
    return this.#context.db.selectFrom('captures').selectAll().where(withinReach(reach));
  }
}

async function addStep(db: Kysely<CatalogSchema>, id: CaptureId, step: CaptureStep): Promise<void> {
  const { last } = await db
    .selectFrom('capture_steps')
    .select(({ fn }) => fn.max<number | null>('position').as('last'))
    .where('capture_id', '=', id)
    .executeTakeFirstOrThrow();
  const position = last === null ? 0 : last + 1;
  const { atMs, state, who, why } = step;
  await db.insertInto('capture_steps').values({ capture_id: id, position, at_ms: atMs, state, who, why }).execute();
}

/** Names of the fields and of their columns. */
const columns = {
  state: 'state',
  recordingMs: 'recording_ms',
  expectedMs: 'expected_ms',
  endedMs: 'ended_ms',
  cause: 'cause',
  causeCode: 'cause_code',
  detail: 'detail',
  instance: 'instance',
  recorder: 'recorder',
  bytes: 'bytes',
  sha256: 'sha256',
  upload: 'upload',
  spooledMs: 'spooled_ms',
  profileId: 'profile_id',
} as const satisfies Readonly<Record<keyof CaptureChanges, keyof CaptureRow>>;

function columnsOf(changes: CaptureChanges, stateMs: number | undefined): Updateable<CaptureRow> {
  const set: Record<string, string | number> = {};
  for (const [field, column] of Object.entries(columns)) {
    const value = changes[field as keyof CaptureChanges];
    if (value !== undefined) set[column] = value;
  }
  if (changes.state !== undefined && stateMs !== undefined) set['state_ms'] = stateMs;
  // A capture that was given up and came after all.
  if (changes.state === 'done') Object.assign(set, { cause: null, cause_code: null, detail: null });
  return set as Updateable<CaptureRow>;
}
