import type { Profile, StackTable } from '../profile.ts';
import { Scratch } from './scratch.ts';

/** Columns of a profile of a minute: some hundred stacks and a thousand frames. Larger ones make it grow for the next. */
const INITIAL_BYTES = 192 * 1024;
/** Of all memory that waits to be used again: what is in hand at once under load. */
const MAX_FREE_BYTES = 24 * 1024 * 1024;

let free: Scratch[] = [];
let freeBytes = 0;
/** By the table that all profiles made of one decoded profile share. */
const owned = new WeakMap<StackTable, Scratch>();
const alongside = new WeakMap<StackTable, () => void>();

/** Memory for the columns of one profile. */
export function takeProfileMemory(): Scratch {
  const memory = free.pop();
  if (memory === undefined) return new Scratch(INITIAL_BYTES);
  freeBytes -= memory.bytes;
  memory.reset();
  return memory;
}

/** Takes back memory that no profile uses. */
export function returnProfileMemory(memory: Scratch): void {
  if (freeBytes + memory.bytes > MAX_FREE_BYTES) return;
  free.push(memory);
  freeBytes += memory.bytes;
}

/** Notes whose memory it is. */
export function ownProfileMemory(stacks: StackTable, memory: Scratch): void {
  owned.set(stacks, memory);
}

/**
 * Gives the memory of a decoded profile to those that are decoded next: its columns, and those of all profiles made of it, must not be
 * looked at any more. Who does not call it leaves the memory to the garbage collector, and that is always safe. A profile lives for a
 * fraction of a second on its way in, long enough to be moved to where only full collections find it.
 */
export function releaseProfile({ stacks }: Profile): void {
  const memory = owned.get(stacks);
  if (memory === undefined) return;
  owned.delete(stacks);
  returnProfileMemory(memory);
  alongside.get(stacks)?.();
  alongside.delete(stacks);
}

/** Has `give` called when a decoded profile is released: the bytes that it was decoded from are not looked at any more either. */
export function whenReleased({ stacks }: Profile, give: () => void): void {
  if (owned.has(stacks)) alongside.set(stacks, give);
}

/** Leaves all memory that waits to be used again to the garbage collector: nobody decodes for the time being. */
export function dropProfileMemory(): void {
  free = [];
  freeBytes = 0;
}
