import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { isGzip } from './profile-content.ts';
import { writeWholeFile } from './write-whole-file.ts';

/** How much of content is looked at to tell whether a terminal can show it. */
const HEAD_BYTES = 4096;

/**
 * Writes a file, or to standard output for `-`. Nothing is left behind by a write that breaks off.
 * @throws CliError when it cannot be written, and for what is no text on a terminal
 */
export async function writeOutput(file: string, bytes: Uint8Array, io: Io): Promise<void> {
  if (file === '-') {
    if (io.isTty && !isText(bytes)) {
      throw new CliError('The file is no text, and standard output is a terminal.', {
        exitCode: exitCodes.usage,
        code: 'binary_on_terminal',
        hint: 'Name a file, or send it on with | or >.',
      });
    }
    io.outBytes(bytes);
    return;
  }
  await writeWholeFile(file, bytes);
}

const isText = (bytes: Uint8Array): boolean => !isGzip(bytes) && !bytes.subarray(0, HEAD_BYTES).some(isControl);

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;
