import { rename, rm, writeFile } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** Writes a file whole or not at all: nothing is left behind by a write that breaks off. @throws CliError `unwritable_file` */
export async function writeWholeFile(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw new CliError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      exitCode: exitCodes.failure,
      code: 'unwritable_file',
      cause: error,
    });
  }
}
