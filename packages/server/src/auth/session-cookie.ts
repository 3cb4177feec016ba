/** Name of the browser session's cookie. */
export const SESSION_COOKIE = 'hearth_session';

/** The session's secret in a `Cookie` header; the first one wins, as browsers send the most specific first. */
export function sessionSecretOf(cookieHeader: string | undefined): string | undefined {
  for (const pair of cookieHeader?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2);
    if (name?.trim() === SESSION_COOKIE && value !== undefined && value.trim() !== '') return value.trim();
  }
  return undefined;
}

export interface SessionCookieOptions {
  /** 0 or less removes the cookie. */
  readonly maxAgeSeconds: number;
  /** The browser spoke https, to us or to a proxy before us. */
  readonly secure: boolean;
}

/**
 * The `Set-Cookie` value of a session. Lax, not Strict: links to a flame graph are opened from chats and tickets, and
 * the sign-in link from web terminals, and under Strict such a visit would look signed out. No GET changes anything, and
 * every other method by session must prove that it comes from our own page (`same-origin.ts`).
 */
export function sessionCookie(secret: string, { maxAgeSeconds, secure }: SessionCookieOptions): string {
  const maxAge = Math.max(0, Math.floor(maxAgeSeconds));
  const parts = [`${SESSION_COOKIE}=${secret}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${String(maxAge)}`];
  return (secure ? [...parts, 'Secure'] : parts).join('; ');
}
