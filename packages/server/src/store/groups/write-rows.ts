import type { GroupRows } from '../derive/group-rows.ts';
import type { KnownIds } from '../derive/known-ids.ts';
import type { StorePort } from './store-port.ts';

/**
 * Makes rows durable: what is referred to first, profiles last, so that a profile that can be seen is whole.
 * Only then do the ids they introduced count as known.
 */
export async function writeRows(port: StorePort, rows: GroupRows, known: KnownIds): Promise<void> {
  port.touch?.(rows.hours);
  for (const block of rows.blocks()) await port.insert(block);
  known.addAll(rows.sent);
}
