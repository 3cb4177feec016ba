/** Names with which the operating system's component of a platform triple starts. */
const OS_NAMES = /^(?:linux|darwin|macos|windows|mingw|msys|cygwin|freebsd|netbsd|openbsd|android|ios|solaris|aix)/;

/**
 * Architecture and operating system of a `runtime_platform` tag: `x86_64-unknown-linux-gnu` (libdatadog),
 * `x86_64-linux-gnu`, `arm64-darwin22` (Ruby). '' for what it does not name.
 */
export function splitRuntimePlatform(platform: string): { readonly arch: string; readonly os: string } {
  const [arch = '', ...rest] = platform.split('-');
  return { arch, os: rest.find((component) => OS_NAMES.test(component)) ?? '' };
}
