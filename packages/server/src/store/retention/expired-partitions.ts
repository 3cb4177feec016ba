import { dayOf } from '../derive/expiry-week.ts';
import { classOfPartition, dayOfPartition, type Partition, weekOfPartition } from './partition.ts';

/** Counters of ingest are kept this long. */
const INGEST_EVENTS_KEEP_DAYS = 30;
/** How `ingest_events` is partitioned. */
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Whether nothing in a partition has to be kept any longer: a function of its name and the day alone. Facts go the day after their
 * class has passed; what they refer to goes with the week of its last fact.
 */
export function isExpired(partition: Partition, nowMs: number): boolean {
  const { table, value } = partition;
  const today = dayOf(nowMs);
  const [day, days, week] = [dayOfPartition(partition), classOfPartition(partition), weekOfPartition(partition)];
  if (day !== undefined && days !== undefined) return day + days < today;
  if (week !== undefined) return week * 7 <= today;
  if (table === 'ingest_events' && DAY.test(value)) return dayOf(Date.parse(value)) + INGEST_EVENTS_KEEP_DAYS < today;
  return false;
}
