import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** The same answer; where the server says only that there is nothing at an address, in words that name what is missing. */
export async function explainAbsence<T>(answer: Promise<T>, message: string, hint: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'not_found') throw error;
    const { status, code } = error;
    throw new CliError(message, { exitCode: exitCodes.notFound, code, status, hint, cause: error });
  }
}
