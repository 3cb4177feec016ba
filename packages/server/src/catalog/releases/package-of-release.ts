/**
 * What is released, as `PACKAGE@VERSION` says it: `my-app` for `my-app@1.4.2`, `@scope/web` for `@scope/web@2`; undefined
 * for a release without a package, such as a bare `1.4.2` or a hash.
 */
export function packageOfRelease(version: string): string | undefined {
  const at = version.indexOf('@', 1);
  const name = version.slice(0, Math.max(at, 0));
  return name === '' || name === '@' || at === version.length - 1 ? undefined : name;
}
