import { type AppHours, planValues, type SamplesRange } from './plan-values.ts';

/** A rolled hour of an app, by its version. */
export interface RolledHour {
  readonly app: string;
  readonly version: number;
}

/** Where the totals of a range are to be read from, such that each profile counts once. */
export interface TotalsPlan {
  readonly hours: readonly RolledHour[];
  /** [fromMs, toMs) of all that is read rolled. */
  readonly rolledFromMs: number;
  readonly rolledToMs: number;
  /** The rest, in `totals`, of all apps. */
  readonly totals: readonly SamplesRange[];
}

/**
 * Whole hours that are rolled for every one of some apps, and the rest from `totals`: so all apps are read by the same few questions. Of days
 * whose samples are gone `totals` are kept as long as what is rolled.
 */
export function planTotals(
  apps: readonly (AppHours & { readonly app: string })[],
  fromMs?: number,
  toMs?: number,
): TotalsPlan {
  const due = new Map(apps.flatMap((app) => [...app.due]));
  const rolled = new Map<number, number>();
  for (const app of apps) for (const hour of app.rolled.keys()) if (!due.has(hour)) rolled.set(hour, hour);
  const plan = planValues({ due, rolled, days: new Map() }, fromMs, toMs);
  const chosen = new Set(plan.hours.versions);
  const hours = apps.flatMap(({ app, rolled: own }) =>
    [...own].flatMap(([hour, version]): readonly RolledHour[] => (chosen.has(hour) ? [{ app, version }] : [])),
  );
  return {
    hours,
    rolledFromMs: plan.rolledFromMs,
    rolledToMs: plan.rolledToMs,
    totals: plan.samples.map(({ fromMs: from, toMs: to }) => ({ fromMs: from, toMs: to })),
  };
}
