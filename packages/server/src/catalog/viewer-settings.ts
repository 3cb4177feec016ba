import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';
import { checkedName } from './names.ts';

/** The drill-down has some ten. */
export const MAX_VIEWER_SETTINGS = 100;
/** Values are short JSON. */
export const MAX_VIEWER_SETTING_LENGTH = 10_000;

/** A setting that a viewer keeps for all who look at a project; only the viewer knows what it means. */
export interface ViewerSetting {
  readonly name: string;
  readonly value: string;
  readonly modifiedMs: number;
}

export class ViewerSettings {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Ascending by name. */
  async list(projectId: ProjectId): Promise<readonly ViewerSetting[]> {
    const query = this.#context.db.selectFrom('viewer_settings').selectAll().where('project_id', '=', projectId);
    const rows = await query.orderBy('name').execute();
    return rows.map(({ name, value, modified_ms }) => ({ name, value, modifiedMs: Number(modified_ms) }));
  }

  /**
   * @param modifiedMs when the viewer changed it; now when absent, or later than now: nobody could change it again until then
   * @throws HearthError `conflict` when somebody changed it later; `invalid_request` beyond a limit
   */
  async set(
    projectId: ProjectId,
    {
      name: given,
      value,
      modifiedMs,
    }: Omit<ViewerSetting, 'modifiedMs'> & { readonly modifiedMs?: number | undefined },
  ): Promise<ViewerSetting> {
    const { db, now } = this.#context;
    const nowMs = now();
    const setting = {
      name: checkedName(given, 'name of a setting'),
      value,
      modifiedMs: Math.min(modifiedMs ?? nowMs, nowMs),
    };
    if (value.length > MAX_VIEWER_SETTING_LENGTH) {
      throw new HearthError('invalid_request', {
        message: `The value of a setting has at most ${String(MAX_VIEWER_SETTING_LENGTH)} characters.`,
      });
    }
    const { name } = setting;
    return db.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('viewer_settings')
        .selectAll()
        .where('project_id', '=', projectId)
        .execute();
      const known = rows.find((row) => row.name === name);
      if (known !== undefined && Number(known.modified_ms) > setting.modifiedMs) {
        throw new HearthError('conflict', { message: 'The setting was changed later by somebody else.' });
      }
      if (known === undefined && rows.length >= MAX_VIEWER_SETTINGS) {
        throw new HearthError('invalid_request', {
          message: `A project has at most ${String(MAX_VIEWER_SETTINGS)} settings of viewers.`,
        });
      }
      const changed = { value, modified_ms: setting.modifiedMs };
      await transaction
        .insertInto('viewer_settings')
        .values({ project_id: projectId, name, ...changed })
        .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet(changed))
        .execute();
      return setting;
    });
  }

  /** Does nothing when it is not there. */
  async remove(projectId: ProjectId, name: string): Promise<void> {
    await this.#context.db
      .deleteFrom('viewer_settings')
      .where('project_id', '=', projectId)
      .where('name', '=', name)
      .execute();
  }
}
