import { CliError } from '../cli-error.ts';

/** The same answer; a refusal with this code of the server says in addition what to do. */
export async function withHint<T>(answer: Promise<T>, code: string, hint: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== code) throw error;
    const { exitCode, status } = error;
    throw new CliError(error.message, { exitCode, code, status, hint, cause: error });
  }
}
