export const viewers = ['firefox', 'speedscope'] as const;
/** A viewer in a browser that fetches a profile from an address; named like the format that it reads. */
export type Viewer = (typeof viewers)[number];

/** What a signed link is good for: the profile's own address, and a viewer that fetches it. */
export interface ViewerLink {
  readonly url: string;
  /** Origin of the viewer. */
  readonly viewer: string;
  readonly openUrl: string;
  /** Who learns what by opening it. */
  readonly notice: string;
}

export interface ViewerLinkOptions {
  readonly viewer: Viewer;
  /** Base address of a copy of the viewer. */
  readonly base: string;
  /** Where the profile is. */
  readonly url: string;
  /** How long that works. */
  readonly seconds: number;
  /** What the viewer calls the profile, where it can be told. */
  readonly title?: string | undefined;
}

/**
 * The address at which a viewer opens a profile. Firefox Profiler: `<base>/from-url/<address>`, as its own documentation
 * (docs-developer/loading-in-profiles.md) has it. speedscope: `<base>/#profileURL=<address>&title=<name>`, as its README has
 * it; what follows `#` stays in the browser.
 */
export function viewerLink({ viewer, base, url, seconds, title }: ViewerLinkOptions): ViewerLink {
  const { origin, protocol } = new URL(base);
  const source = new URL(url);
  const root = base.replace(/\/+$/, '');
  const openUrl =
    viewer === 'firefox'
      ? `${root}/from-url/${encodeURIComponent(url)}`
      : `${root}/#profileURL=${encodeURIComponent(url)}${title === undefined ? '' : `&title=${encodeURIComponent(title)}`}`;
  const whoSees =
    viewer === 'firefox'
      ? `${origin} itself sees the address, with which this one file can be fetched for ${String(seconds)} s.`
      : `the page is trusted with the address, with which this one file can be fetched for ${String(seconds)} s.`;
  return {
    url,
    viewer: origin,
    openUrl,
    notice:
      `This leads to ${origin}: its page loads the profile from ${source.origin} into the browser, and ${whoSees}` +
      (protocol === 'https:' && source.protocol === 'http:' && !isLoopback(source.hostname)
        ? ' Browsers refuse to load a profile over http into a page of https: this server needs an address of https.'
        : ''),
  };
}

/** Addresses of the browser's own machine, which count as secure without https. */
const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
