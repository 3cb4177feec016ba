import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { exitCodes } from '../exit-code.ts';
import { type CaptureDetailAnswer, hasEnded } from './capture-answer.ts';

/** A countdown that stands still for a second looks broken. */
const POLL_MS = 500;
/** A server that restarts is back within this many polls: a minute. */
const MAX_MISSED_POLLS = 120;

export const capturePath = (id: string): string => `/api/v1/captures/${encodeURIComponent(id)}`;

/**
 * Asks after captures until all have ended. Bears with a server that is away for a minute: the recording goes on without
 * it, and so does this.
 *
 * @param onLook told of every state, also of the first and last
 * @throws CliError as the client does; what `signal` was aborted with
 */
export async function waitForCaptures(
  client: ApiClient,
  ids: readonly string[],
  signal: AbortSignal,
  onLook: (captures: readonly CaptureDetailAnswer[]) => void,
): Promise<readonly CaptureDetailAnswer[]> {
  let captures: readonly CaptureDetailAnswer[] = [];
  for (let missed = 0; ; ) {
    try {
      // One that has ended says nothing new.
      const before = captures;
      captures = await Promise.all(
        ids.map(
          async (id) =>
            before.find((capture) => capture.id === id && hasEnded(capture)) ??
            client.get<CaptureDetailAnswer>(capturePath(id)),
        ),
      );
      missed = 0;
      onLook(captures);
    } catch (error) {
      if (!isPassing(error) || ++missed > MAX_MISSED_POLLS) throw error;
    }
    if (captures.length === ids.length && captures.every(hasEnded)) return captures;
    await delay(POLL_MS, undefined, { signal });
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof CliError && (error.exitCode === exitCodes.unreachable || error.exitCode === exitCodes.busy);
