import type { ProjectId } from '../upload.ts';
import { clampTimeMs } from './profile-filter.ts';
import type { Ask, RowSource } from './row-source.ts';

export interface DropsQuestion {
  /** [fromMs, toMs) of their arrival. */
  readonly fromMs: number;
  readonly toMs: number;
  /** All when absent. An upload whose app could not be told counts for every app. */
  readonly apps?: readonly string[] | undefined;
}

/** How many uploads, or parts of them, were refused in a range: what an answer over it cannot know of. */
export async function countDrops(
  source: RowSource,
  project: ProjectId,
  { fromMs, toMs, apps }: DropsQuestion,
  ask: Ask = {},
): Promise<number> {
  const rows = await source.rows<{ readonly drops: number }>({
    name: 'count-drops',
    sql: `
      SELECT toFloat64(sum(count)) AS drops
      FROM ingest_events
      WHERE project_id = {project:UInt32}
        AND minute >= toStartOfMinute(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
        AND minute < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
        AND outcome = 'dropped'
        ${apps === undefined ? '' : "AND (app IN {apps:Array(String)} OR app = '')"}`,
    params: {
      project,
      from: clampTimeMs(fromMs),
      to: clampTimeMs(toMs),
      ...(apps === undefined ? {} : { apps }),
    },
    ...ask,
  });
  return rows[0]?.drops ?? 0;
}
