/** A problem document (RFC 9457) as the server sends it. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable; one of the error catalogue. */
  readonly code: string;
  readonly errors?: readonly { readonly parameter: string; readonly message: string }[] | undefined;
}

/** An answer that is none: what the server said of it, or why it could not be asked. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }

  /** The server said no: it will say so again. */
  get isRefusal(): boolean {
    return this.problem.status >= 400 && this.problem.status < 500;
  }

  /** Signing in is what helps. */
  get isSignedOut(): boolean {
    return this.problem.status === 401;
  }
}

/** Any error as a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'The page failed', status: 0, detail, code: 'page_error' };
}

const advice: Readonly<Record<string, string>> = {
  unreachable: 'Is the server running, and reachable from here? The page tries again when asked.',
  unauthenticated: 'Sign in again: the session has ended.',
  forbidden: 'The token of this session may not do that. Sign in with one that may.',
  engine_unavailable: 'The storage engine is starting or restarting; this takes a few seconds.',
  query_timeout: 'Take a shorter range, or fewer apps at once.',
  cancelled: 'Ask again when you like; a shorter range is quicker.',
  not_found: 'It is not there, or not within reach of this session.',
  project_not_found:
    'It may have been renamed or erased. Choose another one above, or sign in with a token that reaches it.',
  profile_not_found: 'It may have expired, or belong to another project: the address says which one was meant.',
  pipeline_not_found: 'It may have been renamed or removed. Choose another one, or start an agent of that name.',
  original_expired: 'Originals are kept for a while only; Settings, Retention and disk, says for how long.',
  query_too_big: 'Take a shorter range, or one app.',
  invalid_request: 'Something in the address is not valid; remove the filter that was set last.',
  page_error: 'This is a fault of the page. Reload it; if it comes again, report the text above.',
};

/** Whether asking the same once more may be answered otherwise: what is not there stays away. */
export const mayPass = ({ status }: Problem): boolean => status !== 404 && status !== 410;

/** One sentence that says what to do. */
export const adviceOn = ({ code, status }: Problem): string =>
  advice[code] ??
  (status >= 500 ? 'Try again; if it stays, the log of the server says more.' : 'Change what is asked, or try again.');
