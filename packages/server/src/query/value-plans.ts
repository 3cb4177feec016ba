import type { TotalsPlan } from '../store/rollups/plan-totals.ts';
import type { ValuesPlan } from '../store/rollups/plan-values.ts';

/** Where values of a range stand; undefined while that is not known. `Store.hours` is one. */
export interface ValuePlans {
  plan(project: number, app: string, fromMs: number | undefined, toMs: number | undefined): ValuesPlan | undefined;
  /** @param apps all when undefined */
  planTotals(
    project: number,
    apps: readonly string[] | undefined,
    fromMs: number | undefined,
    toMs: number | undefined,
  ): TotalsPlan | undefined;
}
