import type { ApiClient } from '../client/api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { ProgramState } from '../program-state.ts';
import type { CaptureAnswer } from './capture-answer.ts';
import { fileOfHost, type SavedFile, saveCapture } from './save-capture.ts';

/** Saves the files of captures that are done, when a file is named; one that has no file is a failure of the command. */
export async function endCaptures(
  client: ApiClient,
  captures: readonly CaptureAnswer[],
  output: string | undefined,
  state: ProgramState,
): Promise<readonly SavedFile[]> {
  if (captures.some((capture) => capture.state !== 'done')) state.exitCode = exitCodes.failure;
  const saved: SavedFile[] = [];
  if (output === undefined) return saved;
  for (const capture of captures.filter((one) => one.state === 'done')) {
    saved.push(await saveCapture(client, capture, fileOfHost(output, capture.ordinal, captures.length === 1)));
  }
  return saved;
}
