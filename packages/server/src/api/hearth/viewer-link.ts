/** What a signed link is good for: the profile's own address, and a viewer that fetches it. */
export interface ViewerLink {
  readonly url: string;
  /** Origin of the viewer. */
  readonly viewer: string;
  readonly openUrl: string;
  /** Who learns what by opening it. */
  readonly notice: string;
}

/**
 * The address at which Firefox Profiler opens a profile: `<viewer>/from-url/<address>`, as its own documentation
 * (docs-developer/loading-in-profiles.md) has it.
 *
 * @param viewer base address of a copy of Firefox Profiler
 */
export function viewerLink(url: string, viewer: string, seconds: number): ViewerLink {
  const { origin, protocol } = new URL(viewer);
  const source = new URL(url);
  return {
    url,
    viewer: origin,
    openUrl: `${viewer.replace(/\/+$/, '')}/from-url/${encodeURIComponent(url)}`,
    notice:
      `This leads to ${origin}: its page loads the profile from ${source.origin} into the browser, and ${origin} ` +
      `itself sees the address, with which this one capture can be fetched for ${String(seconds)} s.` +
      (protocol === 'https:' && source.protocol === 'http:' && !isLoopback(source.hostname)
        ? ' Browsers refuse to load a profile over http into a page of https: this server needs an address of https.'
        : ''),
  };
}

/** Addresses of the browser's own machine, which count as secure without https. */
const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
