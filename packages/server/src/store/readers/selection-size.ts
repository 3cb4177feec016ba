import type { ProjectId } from '../upload.ts';
import { type ProfileSelection, selectedProfiles } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** How much a selection has. */
export interface SelectionSize {
  readonly profiles: number;
  /** Label sets of profiles, without those that labels of samples make. */
  readonly series: number;
  /** Samples as they were sent. */
  readonly samples: number;
  readonly originalBytes: number;
}

export async function selectionSize(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ask: Ask = {},
): Promise<SelectionSize> {
  const { sql, params } = selectedProfiles(project, selection);
  const [row] = await source.rows<SelectionSize>({
    name: 'selection-size',
    sql: `
      SELECT toFloat64(count()) AS profiles, toFloat64(uniqExact(series_id)) AS series,
        toFloat64(sum(sample_count)) AS samples, toFloat64(sum(original_bytes)) AS originalBytes
      FROM profiles
      WHERE ${sql}`,
    params,
    ...ask,
  });
  return row ?? { profiles: 0, series: 0, samples: 0, originalBytes: 0 };
}
