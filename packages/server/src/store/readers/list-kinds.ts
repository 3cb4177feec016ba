import type { ProjectId } from '../upload.ts';
import { SHORT_ANSWER_SETTINGS } from './look-up-settings.ts';
import { type ProfileSelection, selectedProfiles } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Apps times runtimes; a project may have a thousand apps. */
const MAX_KIND_ROWS = 10_000;

/** What the profiles of an app have values of. */
export interface KindsOfApp {
  readonly app: string;
  readonly runtime: string;
  /** Ids of kinds, ascending. */
  readonly kinds: readonly string[];
}

interface Row {
  readonly app_name: string;
  readonly runtime_name: string;
  readonly kind_ids: readonly string[];
}

/** The kinds of a selection's profiles by app and runtime, ascending. */
export async function listKinds(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ask: Ask = {},
): Promise<readonly KindsOfApp[]> {
  const { sql, params } = selectedProfiles(project, selection);
  const rows = await source.rows<Row>({
    name: 'list-kinds',
    sql: `
      SELECT toString(app) AS app_name, toString(runtime) AS runtime_name, arraySort(groupUniqArrayArray(kinds)) AS kind_ids
      FROM profiles
      WHERE ${sql}
      GROUP BY app_name, runtime_name
      ORDER BY app_name, runtime_name
      LIMIT ${MAX_KIND_ROWS}`,
    params,
    settings: { ...SHORT_ANSWER_SETTINGS, enable_analyzer: 0 },
    ...ask,
  });
  return rows.map((row) => ({ app: row.app_name, runtime: row.runtime_name, kinds: row.kind_ids }));
}
