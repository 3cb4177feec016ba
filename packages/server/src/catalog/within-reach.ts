import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Reach, ReachColumns } from './reach.ts';

/**
 * The condition that a row of one table lies within reach, by its own columns `organization_id` and `project_id`. For
 * queries of a single table: the columns are named without it. A row that is bound to no organization is within `all` only.
 */
export function withinReach(reach: Reach): Expression<SqlBool> {
  const column = expressionBuilder<{ row: ReachColumns }, 'row'>();
  switch (reach.kind) {
    case 'all':
      return column.lit(true);
    case 'organization':
      return column('organization_id', '=', reach.organizationId);
    case 'project':
      return column.and([
        column('organization_id', '=', reach.organizationId),
        column('project_id', '=', reach.projectId),
      ]);
    case 'none':
      return column.lit(false);
  }
}
