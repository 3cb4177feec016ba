import type { ApiClient } from '../client/api-client.ts';
import type { Io } from '../io.ts';
import type { CaptureAnswer, CaptureDetailAnswer } from './capture-answer.ts';
import { progressBoard } from './progress-board.ts';
import { waitForCaptures } from './wait-for-captures.ts';

/** Waits for the end of captures before the eyes of whoever started them. Ctrl-C ends the watching, not the recording. */
export async function watchCaptures(
  io: Io,
  client: ApiClient,
  captures: readonly CaptureAnswer[],
  quiet: boolean,
): Promise<readonly CaptureDetailAnswer[]> {
  const board = progressBoard(io, quiet);
  const ids = captures.map(({ id }) => id);
  try {
    return await waitForCaptures(client, ids, io.signal, board.show);
  } catch (error) {
    board.end();
    const [first = ''] = ids;
    if (io.signal.aborted && !quiet) {
      io.err(
        `The recording goes on: \`hearth capture get ${first}\` shows it, \`hearth capture cancel ${first}\` ends it.\n`,
      );
    }
    throw error;
  } finally {
    board.end();
  }
}
