/** Of the server too (`api/web/page-look.ts`), which takes small letters, digits, dots and hyphens only. */
const COOKIE = 'hearth_look';
/** As long as browsers keep a cookie at most. */
const MAX_AGE_SECONDS = 400 * 86_400;

/**
 * How this browser likes its pages: not what is asked, that is in the address. Kept in a cookie, because the server then writes it into
 * the page: the browser's storage is another process, and the first look into it makes a page that begins wait for it.
 */
export function kept(name: string): string | undefined {
  return new URLSearchParams(document.documentElement.dataset['look'] ?? inCookie()).get(name) ?? undefined;
}

/** @param value of small letters, digits, dots and hyphens */
export function keep(name: string, value: string): void {
  // What another window has kept meanwhile stays.
  const all = new URLSearchParams(inCookie());
  all.set(name, value);
  document.documentElement.dataset['look'] = all.toString();
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies comes too late, and not every browser has it
  document.cookie = `${COOKIE}=${all.toString()}; Path=/; SameSite=Lax; Max-Age=${String(MAX_AGE_SECONDS)}${secure}`;
}

function inCookie(): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? '';
}
