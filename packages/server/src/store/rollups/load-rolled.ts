import type { EngineClient } from '../client/engine-client.ts';
import { fingerprintOfVersions } from './roll-day.ts';
import { fingerprintSql } from './roll-hour.ts';
import { type AddToBook, dayOfHour } from './rolled-hours.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './rollup-columns.ts';

interface HourRow {
  readonly projectId: number;
  readonly app_name: string;
  readonly hour: number;
  readonly profiles: number;
  readonly fingerprint: string;
}

interface RolledRow {
  readonly projectId: number;
  readonly app_name: string;
  readonly grain_seconds: number;
  readonly start_second: number;
  readonly last_version: number;
  readonly last_sources: number;
  readonly last_fingerprint: string;
}

const SCAN_TIMEOUT_MS = 120_000;

/**
 * Reads which hours have profiles, and which of them are rolled from just these; a day at a time, since a thousand apps have 24 000
 * hours a day. An hour whose profiles are others than those it was rolled from (a late upload before a crash, an expired
 * class) is due again.
 * @param isFrozen days whose samples are gone: their rollups are what there is
 */
export async function loadRolled(
  client: EngineClient,
  add: AddToBook,
  isFrozen: (day: number) => boolean,
): Promise<void> {
  for (const day of await daysWithRows(client)) {
    const rolled = await rolledOfDay(client, day);
    const versions = new Map(rolled.map((row) => [keyOf(row, row.grain_seconds, row.start_second), row]));
    for (const row of await hoursOfDay(client, day)) {
      const book = add(row.projectId, row.app_name);
      const known = versions.get(keyOf(row, HOUR_SECONDS, row.hour * HOUR_SECONDS));
      const isCurrent =
        known !== undefined &&
        (isFrozen(day) || (known.last_sources === row.profiles && known.last_fingerprint === row.fingerprint));
      if (isCurrent) {
        book.rolled.set(row.hour, known.last_version);
        book.daysDue.add(day);
      } else book.due.set(row.hour, 0);
    }
    for (const row of rolled) {
      if (row.grain_seconds !== DAY_SECONDS) continue;
      const book = add(row.projectId, row.app_name);
      const hours = [...book.rolled].filter(([hour]) => dayOfHour(hour) === day).map(([, version]) => version);
      const isDue = [...book.due.keys()].some((hour) => dayOfHour(hour) === day);
      if (isDue || row.last_sources !== hours.length || row.last_fingerprint !== fingerprintOfVersions(hours)) continue;
      book.days.set(day, row.last_version);
      book.daysDue.delete(day);
    }
  }
}

const keyOf = (row: { readonly projectId: number; readonly app_name: string }, grain: number, start: number): string =>
  `${String(grain)}/${String(start)}/${String(row.projectId)}/${row.app_name}`;

/** Days since 1970 that have profiles, newest first. */
async function daysWithRows(client: EngineClient): Promise<readonly number[]> {
  const rows = await client.rows<{ readonly day: number }>({
    name: 'days-with-profiles',
    sql: 'SELECT DISTINCT toUInt32(toDate(start)) AS day FROM profiles ORDER BY day DESC',
    timeoutMs: SCAN_TIMEOUT_MS,
  });
  return rows.map(({ day }) => day);
}

function hoursOfDay(client: EngineClient, day: number): Promise<readonly HourRow[]> {
  return client.rows<HourRow>({
    name: 'hours-with-profiles',
    sql: `
    SELECT project_id AS projectId, toString(app) AS app_name, intDiv(toUnixTimestamp(start), ${HOUR_SECONDS}) AS hour,
      toFloat64(count()) AS profiles, ${fingerprintSql} AS fingerprint
    FROM profiles
    WHERE toDate(start) = toDate({day:UInt16})
    GROUP BY projectId, app_name, hour`,
    params: { day },
    timeoutMs: SCAN_TIMEOUT_MS,
  });
}

function rolledOfDay(client: EngineClient, day: number): Promise<readonly RolledRow[]> {
  return client.rows<RolledRow>({
    name: 'rolled-of-day',
    sql: `
    SELECT project_id AS projectId, toString(app) AS app_name, grain AS grain_seconds, toUnixTimestamp(start) AS start_second,
      toFloat64(max(version)) AS last_version, toFloat64(argMax(sources, version)) AS last_sources,
      toString(argMax(fingerprint, version)) AS last_fingerprint
    FROM rolled
    WHERE toDate(start) = toDate({day:UInt16})
    GROUP BY projectId, app_name, grain_seconds, start_second`,
    params: { day },
    timeoutMs: SCAN_TIMEOUT_MS,
  });
}
