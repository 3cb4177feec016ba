/**
 * What a recording's warnings say beside that the machine was busy: several record at once in the tests, and recorders count what
 * their rings had no room for.
 */
export function besideLostEvents(warnings: readonly string[]): readonly string[] {
  return warnings.filter((warning) => !/^(?:samply|perf) lost \d+ /.test(warning));
}
