import { readFile } from 'node:fs/promises';

/** Longest part of a command line that is looked at, shown and sent. */
const MAX_COMMAND_LINE_LENGTH = 1_000;

/** The command line of a process with blanks between its arguments; '' for a kernel thread and for a process that is gone. */
export async function readCommandLine(pid: number): Promise<string> {
  try {
    return commandLineOf(await readFile(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return '';
  }
}

/** Arguments end in NUL; some programs overwrite theirs with one text that ends in many. */
export function commandLineOf(raw: string): string {
  return raw.replace(/\0+$/, '').replaceAll('\0', ' ').slice(0, MAX_COMMAND_LINE_LENGTH);
}
