import { setTimeout } from 'node:timers/promises';
import type { EngineClient } from '../client/engine-client.ts';
import { dayOf } from '../derive/expiry-week.ts';
import type { SyncNames } from '../engine-port/engine-port.ts';
import type { StoreEvent } from '../groups/store-event.ts';
import { compactRollups } from './compact-rollups.ts';
import { countProfilesOfDay, countProfilesOfHour } from './count-profiles.ts';
import { loadRolled } from './load-rolled.ts';
import { fingerprintOfVersions, rollDay } from './roll-day.ts';
import { appsRolledWrong, type HourOfApps, hourSources, rollHour } from './roll-hour.ts';
import { rollTotals } from './roll-totals.ts';
import { type AppBook, dayOfHour, type RolledHours } from './rolled-hours.ts';
import { lastVersion, registerRolled } from './rolled-registry.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './rollup-columns.ts';

export interface RollerDeps {
  readonly client: EngineClient;
  readonly hours: RolledHours;
  /** Runs a task while no derived rows are being written; false from `isClear` means that some wait to be repaired. */
  readonly quietly: <Result>(task: () => Promise<Result>) => Promise<Result>;
  readonly isClear: () => boolean;
  /** Days whose samples are gone. */
  readonly isFrozen: (day: number) => boolean;
  /** Makes the names of new parts durable: what `rolled` names must be there after a power loss too. */
  readonly syncNames: SyncNames;
  readonly now: () => number;
  readonly onEvent: (event: StoreEvent) => void;
  /** Waits between two rolls; for tests. */
  readonly pause?: ((ms: number) => Promise<void>) | undefined;
}

/**
 * How long after its end, and after the last row that was written of it, an hour counts as closed. Uploads of a period come up to a
 * minute after its end, those of an agent that was cut off for a moment some minutes; each later one has the hour rolled again.
 */
export const ROLL_GRACE_MS = 10 * 60_000;
/** Dead versions stay for longer than any question runs: one that began before their end may still name them. */
export const COMPACT_AFTER_MS = 3_600_000;
/** Apps of one roll: enough to make the fixed cost of an insert small, few enough to be discarded when one is written to. */
const APPS_PER_ROLL = 32;
const HOUR_MS = HOUR_SECONDS * 1000;

export interface RollSummary {
  readonly hours: number;
  readonly days: number;
}

const NOTHING: RollSummary = { hours: 0, days: 0 };

/**
 * Rolls hours and days that are closed, one app's hour whole under a new version, never patched. Crashes need no care: rows of a
 * version that `rolled` does not name are never read, and an hour whose profiles are not those it was rolled from is due again.
 */
export class Roller {
  readonly #deps: RollerDeps;
  /** Of the last roll; undefined before the first. */
  #version: number | undefined;
  #running: Promise<RollSummary> | undefined;
  #isClosed = false;
  readonly #closing = new AbortController();

  constructor(deps: RollerDeps) {
    this.#deps = deps;
  }

  /** Rolls all that is closed. When it is under way already, the promise is of that run. @throws what the engine says */
  run(): Promise<RollSummary> {
    this.#running ??= this.#run()
      .catch((error: unknown) => {
        // What was cut off by the end of the process is rolled by the next one.
        if (this.#isClosed) return NOTHING;
        throw error;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** Reads anew what is rolled: after partitions went. */
  async reload(): Promise<void> {
    const { client, hours, isFrozen } = this.#deps;
    await hours.load((add) => loadRolled(client, add, isFrozen));
  }

  /** Ends what is under way: the next process rolls it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closing.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<RollSummary> {
    if (!this.#deps.hours.isLoaded) await this.reload();
    const counts = { hours: 0, days: 0 };
    for (const job of this.#closedHours()) {
      if (this.#isClosed) return counts;
      counts.hours += await this.#atLeisure(() => this.#rollHour(job));
    }
    for (const [book, day] of this.#closedDays()) {
      if (this.#isClosed) return counts;
      counts.days += await this.#atLeisure(() => this.#rollDay(book, day));
    }
    const nowMs = this.#deps.now();
    for (const day of this.#deps.hours.takeDeaths(dayOf(nowMs), nowMs - COMPACT_AFTER_MS)) {
      if (this.#isClosed) return counts;
      await compactRollups(this.#deps.client, day);
    }
    return counts;
  }

  async #nextVersion(): Promise<number> {
    const version = (this.#version ?? (await lastVersion(this.#deps.client))) + 1;
    this.#version = version;
    return version;
  }

  /** Waits as long as the work took: half of a core at most. */
  async #atLeisure(work: () => Promise<number>): Promise<number> {
    const { pause = (ms: number) => setTimeout(ms, undefined, { signal: this.#closing.signal }) } = this.#deps;
    const startedMs = performance.now();
    const done = await work();
    await pause(performance.now() - startedMs).catch(() => undefined);
    return done;
  }

  /** Newest first: those are asked about. */
  #closedHours(): readonly HourOfApps[] {
    const nowMs = this.#deps.now();
    const jobs = new Map<string, { readonly projectId: number; readonly hour: number; readonly apps: string[] }>();
    for (const { projectId, app, due } of this.#deps.hours.apps()) {
      for (const [hour, touchedMs] of due) {
        const closedMs = Math.max((hour + 1) * HOUR_MS, touchedMs) + ROLL_GRACE_MS;
        if (closedMs > nowMs || this.#deps.isFrozen(dayOfHour(hour))) continue;
        const key = `${String(projectId)}/${String(hour)}`;
        const job = jobs.get(key) ?? { projectId, hour, apps: [] };
        jobs.set(key, job);
        job.apps.push(app);
      }
    }
    return [...jobs.values()]
      .sort((a, b) => b.hour - a.hour)
      .flatMap(({ apps, ...which }) =>
        Array.from({ length: Math.ceil(apps.length / APPS_PER_ROLL) }, (_, at) => ({
          ...which,
          apps: apps.slice(at * APPS_PER_ROLL, (at + 1) * APPS_PER_ROLL),
        })),
      );
  }

  async #rollHour(which: HourOfApps): Promise<number> {
    const { client, hours, quietly, isClear, onEvent } = this.#deps;
    const { projectId, hour, apps } = which;
    // What is written from here on touches the job; what was being written has landed, or waits for a repair.
    const job = await quietly(async () => (isClear() ? hours.begin(projectId, [hour]) : undefined));
    if (job === undefined) return 0;
    try {
      const sources = await hourSources(client, which);
      const version = await this.#nextVersion();
      await rollHour(client, which, version, this.#closing.signal);
      await countProfilesOfHour(client, which, version);
      await rollTotals(client, which, version);
      const wrong = await appsRolledWrong(client, which, version, this.#closing.signal);
      for (const app of wrong) {
        if (!job.dirty.has(app)) onEvent({ kind: 'roll-discarded', projectId, app, hour });
      }
      const isWhole = (app: string): boolean => !wrong.has(app) && !job.dirty.has(app);
      await this.#deps.syncNames(['rollups', 'profile_counts', 'rolled_totals']);
      const whole = sources.filter(({ app }) => isWhole(app));
      const span = { projectId, grain: HOUR_SECONDS, start: hour * HOUR_SECONDS, version };
      await registerRolled(
        client,
        span,
        whole.map(({ profiles, ...entry }) => ({ ...entry, sources: profiles })),
      );
      // One that was written to since then is due: its fingerprint in `rolled` is of before.
      const counted = whole.filter(({ app }) => !job.dirty.has(app));
      for (const { app } of counted) hours.hourRolled(projectId, app, hour, version);
      const known = new Set(sources.map(({ app }) => app));
      for (const app of apps) if (!known.has(app) && isWhole(app)) hours.hourEmpty(projectId, app, hour);
      return counted.length;
    } finally {
      hours.end(job);
    }
  }

  #closedDays(): readonly (readonly [AppBook, number])[] {
    const nowMs = this.#deps.now();
    const days: (readonly [AppBook, number])[] = [];
    for (const book of this.#deps.hours.apps()) {
      const open = new Set([...book.due.keys()].map(dayOfHour));
      for (const day of book.daysDue) {
        if ((day + 1) * DAY_SECONDS * 1000 + ROLL_GRACE_MS <= nowMs && !open.has(day)) days.push([book, day]);
      }
    }
    return days.sort(([, a], [, b]) => b - a);
  }

  async #rollDay({ projectId, app, rolled }: AppBook, day: number): Promise<number> {
    const { client, hours } = this.#deps;
    const job = hours.begin(projectId, hoursOfDay(day));
    try {
      const hourVersions = hoursOfDay(day).flatMap((hour) => rolled.get(hour) ?? []);
      const keepDays = await longestClass(client, projectId, app, hourVersions);
      const version = await this.#nextVersion();
      await rollDay(client, { projectId, app, day, hourVersions }, version, this.#closing.signal);
      await countProfilesOfDay(client, { projectId, app, day, hourVersions }, version);
      await this.#deps.syncNames(['rollups', 'profile_counts']);
      if (job.dirty.has(app)) return 0;
      const entry = { app, sources: hourVersions.length, fingerprint: fingerprintOfVersions(hourVersions), keepDays };
      await registerRolled(client, { projectId, grain: DAY_SECONDS, start: day * DAY_SECONDS, version }, [entry]);
      if (job.dirty.has(app)) return 0;
      hours.dayRolled(projectId, app, day, version);
      return 1;
    } finally {
      hours.end(job);
    }
  }
}

const HOURS_PER_DAY = 24;
const hoursOfDay = (day: number): readonly number[] =>
  Array.from({ length: HOURS_PER_DAY }, (_, hour) => day * HOURS_PER_DAY + hour);

async function longestClass(
  client: EngineClient,
  project: number,
  app: string,
  versions: readonly number[],
): Promise<number> {
  const [row] = await client.rows<{ readonly days: number }>({
    name: 'longest-class',
    sql: `SELECT max(keep_days) AS days FROM rolled
      WHERE project_id = {project:UInt32} AND app = {app:String} AND grain = ${HOUR_SECONDS} AND version IN {versions:Array(UInt64)}`,
    params: { project, app, versions },
  });
  return row?.days ?? 0;
}
