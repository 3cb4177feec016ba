import { HearthError } from '../../errors/hearth-error.ts';
import { EngineRefusal } from '../client/engine-refusal.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** ClickHouse's BAD_ARGUMENTS, CANNOT_COMPILE_REGEXP. */
const NOT_A_PATTERN: ReadonlySet<number> = new Set([36, 427]);

/** A pattern from outside. */
export interface GivenPattern {
  /** Where it stands in the question, e.g. `labels: the pattern of host`. */
  readonly where: string;
  readonly pattern: string;
}

/**
 * Lets the engine read each pattern before a question depends on it. (`match` takes a `)` without its other half for one that can
 * never match; `replaceRegexpOne` compiles all of it.)
 * @throws HearthError `invalid_request` that says which pattern is wrong and why
 */
export async function checkPatterns(
  source: RowSource,
  patterns: readonly GivenPattern[],
  ask: Ask = {},
): Promise<void> {
  if (patterns.length === 0) return;
  try {
    await compile(source, patterns, ask);
  } catch (error) {
    if (!isNoPattern(error)) throw error;
    for (const one of patterns) await checkOne(source, one, ask);
    throw error;
  }
}

async function checkOne(source: RowSource, one: GivenPattern, ask: Ask): Promise<void> {
  try {
    await compile(source, [one], ask);
  } catch (error) {
    if (!isNoPattern(error)) throw error;
    throw new HearthError('invalid_request', {
      message: `${one.where} cannot be read: ${reasonOf(error.message)}`,
      cause: error,
    });
  }
}

async function compile(source: RowSource, patterns: readonly GivenPattern[], ask: Ask): Promise<void> {
  const compiled = patterns.map((_, index) => `replaceRegexpOne(materialize(''), {pattern${index}:String}, '')`);
  const params: QueryParams = Object.fromEntries(patterns.map(({ pattern }, index) => [`pattern${index}`, pattern]));
  await source.rows({ name: 'check-patterns', sql: `SELECT ${compiled.join(', ')}`, params, ...ask });
}

const isNoPattern = (error: unknown): error is EngineRefusal =>
  error instanceof EngineRefusal && NOT_A_PATTERN.has(error.code);

/** The part of the engine's message that is about the pattern. */
function reasonOf(message: string): string {
  return /not a valid re2 pattern: ([^:]*):/.exec(message)?.[1] ?? 'it is not RE2 syntax';
}
