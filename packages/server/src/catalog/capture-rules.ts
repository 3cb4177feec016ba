import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';
import { LookupCache } from './lookup-cache.ts';

/** What a project says about captures that clients of Feldera ask for. */
export interface CaptureRules {
  /** The least role that may start one. Feldera's own rule is `read`. */
  readonly startedBy: 'read' | 'write';
  /** What is answered when the newest capture failed: that it did, as Feldera does, or the newest good one. */
  readonly afterFailure: 'report' | 'last_good';
}

export const DEFAULT_CAPTURE_RULES: CaptureRules = { startedBy: 'read', afterFailure: 'report' };

export class CaptureRulesOfProjects {
  readonly #context: CatalogContext;
  readonly #byProject = new LookupCache<CaptureRules>();

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  async get(projectId: ProjectId): Promise<CaptureRules> {
    const rules = await this.#byProject.get(String(projectId), async () => {
      const query = this.#context.db.selectFrom('capture_rules').selectAll().where('project_id', '=', projectId);
      const row = await query.executeTakeFirst();
      return row === undefined ? undefined : { startedBy: row.started_by, afterFailure: row.after_failure };
    });
    return rules ?? DEFAULT_CAPTURE_RULES;
  }

  /** Changes what is given, and answers all of them. */
  async update(projectId: ProjectId, changes: Partial<CaptureRules>): Promise<CaptureRules> {
    const rules = await this.#context.db.transaction().execute(async (transaction) => {
      const old = await transaction
        .selectFrom('capture_rules')
        .selectAll()
        .where('project_id', '=', projectId)
        .executeTakeFirst();
      const columns = {
        started_by: changes.startedBy ?? old?.started_by ?? DEFAULT_CAPTURE_RULES.startedBy,
        after_failure: changes.afterFailure ?? old?.after_failure ?? DEFAULT_CAPTURE_RULES.afterFailure,
      };
      if (old === undefined) {
        await transaction
          .insertInto('capture_rules')
          .values({ project_id: projectId, ...columns })
          .execute();
      } else {
        await transaction.updateTable('capture_rules').set(columns).where('project_id', '=', projectId).execute();
      }
      return { startedBy: columns.started_by, afterFailure: columns.after_failure };
    });
    this.#byProject.clear();
    return rules;
  }
}
