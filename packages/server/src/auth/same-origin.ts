import type { IncomingHttpHeaders } from 'node:http';

/** Methods that change nothing, here as in RFC 9110. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request by browser session comes from our own page, so that no other site rides on the cookie. SameSite
 * alone does not do: another port of the same machine is the same site.
 *
 * A request that changes something needs proof: `Sec-Fetch-Site: same-origin`, or from a browser without it an `Origin`
 * that is the Host it called. One that reads may lack both (a typed address, a download), and may be a link followed
 * from elsewhere, but not an image, script or fetch of another site.
 *
 * @param publicOrigin where people reach this server, when that is configured: a proxy may call it by another Host
 */
export function isOwnPage(method: string, headers: IncomingHttpHeaders, publicOrigin?: string): boolean {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const fromOwnOrigin = origin === undefined || origin === publicOrigin || isOriginOf(origin, headers.host);
  if (!safeMethods.has(method)) {
    if (site !== undefined) return site === 'same-origin' && fromOwnOrigin;
    return headers.origin !== undefined && fromOwnOrigin;
  }
  if (site === undefined || site === 'same-origin' || site === 'none') return fromOwnOrigin;
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** Whether host and port of an origin are those of the Host header; never for `null` and other opaque origins. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  const called = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
  return called !== undefined && called.toLowerCase() === host?.toLowerCase();
}
