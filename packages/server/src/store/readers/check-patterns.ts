import { HearthError } from '../../errors/hearth-error.ts';
import { EngineRefusal } from '../client/engine-refusal.ts';
import type { LabelMatcher } from './label-matcher.ts';
import type { Ask, RowSource } from './row-source.ts';

/** ClickHouse's BAD_ARGUMENTS, CANNOT_COMPILE_REGEXP. */
const NOT_A_PATTERN: ReadonlySet<number> = new Set([36, 427]);

/**
 * Lets the engine read each pattern before a question depends on it. (`match` takes a `)` without its other half for one that can
 * never match; `replaceRegexpOne` compiles all of it.)
 * @throws HearthError `invalid_request` that says which pattern is wrong and why
 */
export async function checkPatterns(
  source: RowSource,
  matchers: readonly LabelMatcher[],
  ask: Ask = {},
): Promise<void> {
  for (const { name, operator, value } of matchers) {
    if (operator !== '=~' && operator !== '!~') continue;
    try {
      await source.rows({
        name: 'check-patterns',
        sql: `SELECT replaceRegexpOne(materialize(''), {pattern:String}, '') AS replaced`,
        params: { pattern: value },
        ...ask,
      });
    } catch (error) {
      if (!(error instanceof EngineRefusal) || !NOT_A_PATTERN.has(error.code)) throw error;
      throw new HearthError('invalid_request', {
        message: `labels: the pattern of ${name} cannot be read: ${reasonOf(error.message)}`,
        cause: error,
      });
    }
  }
}

/** The part of the engine's message that is about the pattern. */
function reasonOf(message: string): string {
  return /not a valid re2 pattern: ([^:]*):/.exec(message)?.[1] ?? 'it is not RE2 syntax';
}
