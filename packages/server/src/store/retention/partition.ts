import { dayOf } from '../derive/expiry-week.ts';

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

/** Shortest class first, then oldest day first. */
export const byClassAndDay = (a: Partition, b: Partition): number =>
  (classOfPartition(a) ?? 0) - (classOfPartition(b) ?? 0) || (dayOfPartition(a) ?? 0) - (dayOfPartition(b) ?? 0);
