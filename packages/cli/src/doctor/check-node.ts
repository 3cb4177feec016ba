import { type CheckResult, fail, ok, warn } from './check.ts';

/** 20.19 is the first Node 20 with what the packages use. */
const oldest = [20, 19] as const;

/** @param version as `process.versions.node` gives it */
export function checkNode(version: string): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return fail(`Node ${version}; ${oldest.join('.')} or newer is needed`);
  }
  if (major < 22) return warn(`Node ${version} works, but Node 20 gets no more fixes; the newest LTS is recommended`);
  return ok(`Node ${version}`);
}
