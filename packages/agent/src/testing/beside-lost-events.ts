/** Warnings but for one: on a machine with more to do than processors a recorder may lose some events, and says so. */
export function besideLostEvents(warnings: readonly string[]): readonly string[] {
  return warnings.filter((warning) => !/^(?:samply|perf) lost \d+ (?:events|chunks of events)\.$/.test(warning));
}
