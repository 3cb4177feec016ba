import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';
import type { PinRow } from './schema.ts';

/** Each is a condition that is tried on every row of an expired day that it overlaps. */
export const MAX_PINS = 200;
export const MAX_NOTE_LENGTH = 500;

/** What must not expire: an app's profiles that start in [fromMs, toMs), or one of them. */
export interface PinnedSubject {
  readonly app: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** 32 hex digits; undefined for all of the range. */
  readonly profileId: string | undefined;
}

export interface Pin extends PinnedSubject {
  /** 16 hex digits, of what is pinned: the same pinned twice is one pin. */
  readonly id: string;
  readonly projectId: ProjectId;
  readonly note: string;
  readonly createdMs: number;
}

export class Pins {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Oldest first; of all projects when none is named. */
  async list(projectId?: ProjectId): Promise<readonly Pin[]> {
    let query = this.#context.db.selectFrom('pins').selectAll().orderBy('created_ms').orderBy('id');
    if (projectId !== undefined) query = query.where('project_id', '=', projectId);
    return (await query.execute()).map(pinOfRow);
  }

  /** Pins once; a pin of the same that there is already stays, with its note. @throws HearthError `too_many_pins` */
  async create(projectId: ProjectId, subject: PinnedSubject, note: string): Promise<Pin> {
    const { db, now } = this.#context;
    const id = pinIdOf(subject);
    return db.transaction().execute(async (transaction) => {
      const rows = await transaction.selectFrom('pins').selectAll().where('project_id', '=', projectId).execute();
      const known = rows.find((row) => row.id === id);
      if (known !== undefined) return pinOfRow(known);
      if (rows.length >= MAX_PINS) throw new HearthError('too_many_pins');
      const { app, fromMs, toMs, profileId = null } = subject;
      const row = {
        project_id: projectId,
        id,
        app,
        from_ms: fromMs,
        to_ms: toMs,
        profile_id: profileId,
        note,
        created_ms: now(),
      };
      await transaction.insertInto('pins').values(row).execute();
      return pinOfRow(row);
    });
  }

  /** @throws HearthError `not_found` */
  async remove(projectId: ProjectId, id: string): Promise<void> {
    const query = this.#context.db.deleteFrom('pins').where('project_id', '=', projectId).where('id', '=', id);
    if (Number((await query.executeTakeFirst()).numDeletedRows) === 0) throw new HearthError('not_found');
  }
}

const ID_DIGITS = 16;

const pinIdOf = ({ app, fromMs, toMs, profileId }: PinnedSubject): string =>
  createHash('sha256')
    .update(JSON.stringify(profileId === undefined ? [app, fromMs, toMs] : [profileId]))
    .digest('hex')
    .slice(0, ID_DIGITS);

const pinOfRow = (row: Selectable<PinRow>): Pin => ({
  id: row.id,
  projectId: row.project_id,
  app: row.app,
  fromMs: row.from_ms,
  toMs: row.to_ms,
  profileId: row.profile_id ?? undefined,
  note: row.note,
  createdMs: row.created_ms,
});
