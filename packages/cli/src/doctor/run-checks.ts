import { type Check, type CheckResult, fail } from './check.ts';

export type NamedResult = CheckResult & { readonly name: string };

/** Asks one after the other and yields each answer as it comes; a check that throws has failed. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<NamedResult> {
  for (const { name, run } of checks) {
    let result: CheckResult;
    try {
      result = await run();
    } catch (error) {
      result = fail(error instanceof Error ? error.message : String(error));
    }
    yield { name, ...result };
  }
}
