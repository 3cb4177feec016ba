import type { Brand } from '@hearth/profile';

/**
 * Number of a group of uploads: whole seconds since 1970 (32 bits), a sequence (9), a path (12); 53 bits in all, so that it is
 * exact in JavaScript. A group itself has path 0; the path tells apart the parts of a group that was split.
 */
export type GroupId = Brand<number, 'GroupId'>;

/** Ids of one group: G .. G + 4095. */
export const PATHS = 4096;
const SEQUENCES = 512;
const SECOND = PATHS * SEQUENCES;

/** Leaf paths 2048 .. 4095 stand for one upload each. */
export const MAX_GROUP_UPLOADS = 2048;

/** The next group's id: later than every earlier one, whatever the clock does. */
export function nextGroupId(nowMs: number, last: number): GroupId {
  const byClock = Math.floor(nowMs / 1000) * SECOND;
  return Math.max(byClock, groupOf(last) + PATHS) as GroupId;
}

/** The group that an id (of it or of a part of it) belongs to. */
export const groupOf = (id: number): GroupId => (id - (id % PATHS)) as GroupId;

/** Unix milliseconds at which the group was opened, to the second. */
export const groupTimeMs = (id: GroupId): number => Math.floor(id / SECOND) * 1000;

/** The same of the earliest; undefined when there is none. */
export function oldestTimeMs(groups: Iterable<GroupId>): number | undefined {
  let oldest: GroupId | undefined;
  for (const group of groups) if (oldest === undefined || group < oldest) oldest = group;
  return oldest === undefined ? undefined : groupTimeMs(oldest);
}

/** The id under which one upload of a group is kept when it is derived on its own. */
export const leafId = (group: GroupId, seq: number): GroupId => (group + MAX_GROUP_UPLOADS + seq) as GroupId;

/**
 * Halves of a part: 0 is the whole, which splits into 2 and 3, those into 4 to 7, and so on; below {@link MAX_GROUP_UPLOADS}, since
 * a part of a single upload is a leaf instead.
 */
export const halfPaths = (path: number): readonly [number, number] => {
  const node = path === 0 ? 1 : path;
  return [node * 2, node * 2 + 1];
};
