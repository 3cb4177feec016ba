import { type Problem, ProblemError } from '../../api/problem-error.ts';

/**
 * Asks for a one-time link that makes a session of a token. The token goes into a header once, and is not kept.
 *
 * @returns the path to open
 * @throws ProblemError when the token is not known
 */
export async function sessionLink(token: string): Promise<string> {
  const response = await fetch('/auth/links', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new ProblemError((await response.json()) as Problem);
  const { path } = (await response.json()) as { readonly path: string };
  return path;
}
