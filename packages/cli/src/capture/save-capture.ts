import { createHash } from 'node:crypto';
import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { exitCodes } from '../exit-code.ts';
import { writeWholeFile } from '../files/write-whole-file.ts';
import type { CaptureAnswer } from './capture-answer.ts';
import { capturePath } from './wait-for-captures.ts';

export interface SavedFile {
  readonly capture: string;
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes the file of a capture, checked against the hash that its agent announced. Nothing is left behind by a download
 * that breaks off.
 *
 * @throws CliError as the client does, and when the file cannot be written or is not the one that was announced
 */
export async function saveCapture(client: ApiClient, capture: CaptureAnswer, file: string): Promise<SavedFile> {
  const bytes = await client.getBytes(`${capturePath(capture.id)}/original`);
  const { id, sha256 } = capture;
  if (sha256 !== null && createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new CliError(`The file of capture ${id} is not the one that its agent delivered.`, {
      exitCode: exitCodes.failure,
      code: 'damaged_file',
    });
  }
  await writeWholeFile(file, bytes);
  return { capture: id, file, bytes: bytes.length };
}

/** One name for each of several hosts: `cpu.json.gz` becomes `cpu-host3.json.gz`. */
export function fileOfHost(file: string, ordinal: number, isOnly: boolean): string {
  if (isOnly) return file;
  const slash = file.lastIndexOf('/') + 1;
  // A dot at the start belongs to the name.
  const dot = file.indexOf('.', slash + 1);
  const end = dot < 0 ? file.length : dot;
  return `${file.slice(0, end)}-host${ordinal}${file.slice(end)}`;
}
