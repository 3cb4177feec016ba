import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** The server's answer to a refused request, as an error with the exit code that fits its status. */
export async function refusalOf(response: Response, hasToken: boolean): Promise<CliError> {
  const error = errorIn(await response.text());
  return cliErrorOf({ message: response.statusText, ...error }, response.status, hintFor(response, hasToken));
}

/** The same for a problem document that came as the last line of an answer. */
export function refusalOfProblem(problem: unknown): CliError {
  const status = typeof problem === 'object' && problem !== null ? Number(Reflect.get(problem, 'status')) : Number.NaN;
  const error = errorIn(JSON.stringify(problem));
  return cliErrorOf({ message: 'The question failed.', ...error }, Number.isInteger(status) ? status : 500, undefined);
}

function cliErrorOf({ code, message }: ReadError, status: number, hint: string | undefined): CliError {
  return new CliError(`${message ?? ''} (${status}${code === undefined ? '' : ` ${code}`})`, {
    exitCode: code !== undefined && usageCodes.has(code) ? exitCodes.usage : exitCodeOf(status),
    code: code ?? `http_${status}`,
    status,
    hint,
  });
}

/** What the server says of a value that came from the command line. */
const usageCodes: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_range',
  'invalid_cursor',
  'invalid_ordinal',
]);

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.refused;
  if (status === 404 || status === 410) return exitCodes.notFound;
  if (status === 429 || status === 503) return exitCodes.busy;
  return exitCodes.failure;
}

function hintFor(response: Response, hasToken: boolean): string | undefined {
  if (response.status === 401) {
    return hasToken
      ? 'The token in --token or HEARTH_TOKEN is not known here. Make one with `hearth token create`, with an admin token.'
      : 'Set HEARTH_TOKEN or --token. The admin token is shown once at the first start; HEARTH_ADMIN_TOKEN fixes it.';
  }
  if (response.status === 403) return 'Another token may be needed: `hearth token list` shows scopes and projects.';
  const wait = response.headers.get('retry-after');
  return wait === null ? undefined : `Try again in ${wait} s.`;
}

interface ReadError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/**
 * Routes of the API answer RFC 9457 (`detail`) with a `code`, uploads `message` with a `code`; whatever else is between
 * us and the server answers what it likes.
 */
function errorIn(body: string): ReadError {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const text = (name: string): string | undefined => {
    const field: unknown = Reflect.get(value, name);
    return typeof field === 'string' ? field : undefined;
  };
  const [code, message] = [text('code'), text('detail') ?? text('message')];
  return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
}
