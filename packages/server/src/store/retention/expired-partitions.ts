import { dayOf } from '../derive/expiry-week.ts';

/** Counters of ingest are kept this long. */
export const INGEST_EVENTS_KEEP_DAYS = 30;

/** A partition as `system.parts` names it. */
export interface Partition {
  readonly table: string;
  /** `partition_id` */
  readonly id: string;
  /** `(30,'2026-11-21')`, `2971` or `2026-11-21`. */
  readonly value: string;
}

const FACTS = /^\((?<days>\d+),'(?<date>\d{4}-\d\d-\d\d)'\)$/;
const WEEK = /^\d+$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The day since 1970 of a partition of facts. */
export function dayOfPartition({ value }: Partition): number | undefined {
  const date = FACTS.exec(value)?.groups?.['date'];
  return date === undefined ? undefined : dayOf(Date.parse(date));
}

/** The class, in days, of a partition of facts. */
export function classOfPartition({ value }: Partition): number | undefined {
  const days = FACTS.exec(value)?.groups?.['days'];
  return days === undefined ? undefined : Number(days);
}

/** The week since 1970 of a partition of what facts refer to. */
export const weekOfPartition = ({ value }: Partition): number | undefined =>
  WEEK.test(value) ? Number(value) : undefined;

/**
 * Whether nothing in a partition has to be kept any longer: a function of its name and the day alone. Facts go the day after their
 * class has passed; what they refer to goes with the week of its last fact.
 */
export function isExpired({ table, value }: Partition, nowMs: number): boolean {
  const today = dayOf(nowMs);
  const facts = FACTS.exec(value)?.groups;
  if (facts !== undefined) return dayOf(Date.parse(facts['date']!)) + Number(facts['days']) < today;
  if (WEEK.test(value)) return Number(value) * 7 <= today;
  if (table === 'ingest_events' && DAY.test(value)) return dayOf(Date.parse(value)) + INGEST_EVENTS_KEEP_DAYS < today;
  return false;
}
