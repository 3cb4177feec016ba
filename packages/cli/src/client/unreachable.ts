import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** Nobody answered at the address, or the connection broke. */
export function unreachable(url: string, error: unknown): CliError {
  return new CliError(`No Hearth server answers at ${url} (${causeOf(error)}).`, {
    exitCode: exitCodes.unreachable,
    code: 'unreachable',
    hint: 'Start one with `npm start` or `hearth serve`, or name another with --url or HEARTH_URL.',
    cause: error,
  });
}

/** fetch hides the reason in `cause`; an address with several IPs in an AggregateError below it. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? code : cause.message;
}
