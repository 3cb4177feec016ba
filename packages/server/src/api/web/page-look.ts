/** How this browser likes its pages (theme, widths), kept by the page itself: names and values as in a query. */
export const LOOK_COOKIE = 'hearth_look';

/** Nothing that would need quoting in a cookie or end an attribute; long enough for a dozen widths. */
const look = new RegExp(`(?:^|;)\\s*${LOOK_COOKIE}=([a-z0-9=&.-]{1,400})\\s*(?:;|$)`);
const theme = /(?:^|&)theme=(light|dark)(?:&|$)/;

/** What the build writes; pages that begin otherwise stay as they are. */
const ROOT = '<html lang="en"';

/**
 * Writes into a page what the browser's cookie says of its looks: so the page needs neither a script before its first paint nor the
 * browser's storage, whose first opening takes as long as an answer.
 */
export function withLook(page: string, cookieHeader: string | undefined): string {
  const kept = look.exec(cookieHeader ?? '')?.[1] ?? '';
  const chosen = theme.exec(kept)?.[1];
  const attributes = [`data-look="${kept.replaceAll('&', '&amp;')}"`, ...(chosen ? [`data-theme="${chosen}"`] : [])];
  return page.replace(ROOT, `${ROOT} ${attributes.join(' ')}`);
}
