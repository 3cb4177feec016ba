import { countDrops } from '../store/readers/count-drops.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import type { Selector } from './selector/selector.ts';

/**
 * Uploads that were refused while the range of a selection lasted, of its apps as far as that could be told; undefined for a
 * selection without both ends, which is about profiles that are there.
 */
export async function askDrops(
  source: RowSource,
  project: ProjectId,
  { fromMs, toMs, apps }: Pick<Selector, 'fromMs' | 'toMs' | 'apps'>,
  ask: Ask = {},
): Promise<number | undefined> {
  if (fromMs === undefined || toMs === undefined) return undefined;
  // Its rows are none of the answer's.
  return countDrops(source, project, { fromMs, toMs, apps }, { signal: ask.signal, timeoutMs: ask.timeoutMs });
}
