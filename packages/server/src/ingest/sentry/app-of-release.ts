/**
 * The app that a release belongs to: the package in front of its version (`my-app@1.4.2`, `@shop/cart@2.0.0`); '' for a bare
 * version.
 */
export function appOfRelease(release: string): string {
  const at = release.lastIndexOf('@');
  return at > 0 && at < release.length - 1 ? release.slice(0, at) : '';
}
