import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Ends the wait with an error. A bound on a hang, not a measure of speed. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Completes "waited in vain for ...". */
  readonly what: string;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_EVERY_MS = 100;

/**
 * Asks again until the answer is neither undefined nor false, and returns it.
 *
 * @throws Error after the timeout, with the last error of `ask` as its cause
 */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { what, timeoutMs = DEFAULT_TIMEOUT_MS, everyMs = DEFAULT_EVERY_MS }: WaitOptions,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
}
