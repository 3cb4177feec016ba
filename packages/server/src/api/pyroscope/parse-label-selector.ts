import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_MATCHERS, MAX_PATTERN_LENGTH, MAX_VALUE_LENGTH } from '../../query/selector/selector.ts';
import { type LabelMatcher, type MatcherOperator, matcherOperators } from '../../store/readers/label-matcher.ts';
import { unquote } from './unquote.ts';

/** What the other bounds add up to, and no more than is read at once. */
const MAX_SELECTOR_LENGTH = 65_536;

/** The longest first: `=~` begins as `=` does. */
const OPERATORS: readonly MatcherOperator[] = [...matcherOperators].sort((a, b) => b.length - a.length);
const NAME = /[A-Za-z_][\w.:]*/y;
const SPACE = /\s*/y;

/**
 * Reads `{service_name="shop", region=~"eu-.*"}` as Prometheus writes it; names may be quoted, and braces may hold nothing. What is
 * empty narrows nothing. Patterns are not looked at: the engine reads them.
 *
 * @param where of the question, for the message
 * @throws HearthError `invalid_request` that says where it cannot be read
 */
export function parseLabelSelector(text: string, where: string): readonly LabelMatcher[] {
  if (text.length > MAX_SELECTOR_LENGTH)
    throw refused(where, `it is longer than ${String(MAX_SELECTOR_LENGTH)} characters`);
  const matchers: LabelMatcher[] = [];
  let at = 0;
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found = ''] = pattern.exec(text) ?? [];
    at += found.length;
    return found;
  };
  const fail = (what: string): HearthError => refused(where, `${what} is missing at character ${String(at + 1)}`);
  const takes = (token: string): boolean => {
    skip(SPACE);
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const quoted = (): string | undefined => {
    skip(SPACE);
    const found = unquote(text, at);
    if (found !== undefined) at = found.end;
    return found?.value;
  };

  skip(SPACE);
  if (at === text.length) return matchers;
  if (!takes('{')) throw fail('{');
  while (!takes('}')) {
    const name = quoted() ?? skip(NAME);
    if (name === '') throw fail('the name of a label');
    const operator = OPERATORS.find(takes);
    if (operator === undefined) throw fail('an operator (=, !=, =~, !~)');
    const value = quoted();
    if (value === undefined) throw fail('a value in quotes');
    const limit = operator.endsWith('~') ? MAX_PATTERN_LENGTH : MAX_VALUE_LENGTH;
    if (value.length > limit) throw refused(where, `the value of ${name} is longer than ${String(limit)} characters`);
    matchers.push({ name, operator, value });
    if (matchers.length > MAX_MATCHERS) throw refused(where, `it has more than ${String(MAX_MATCHERS)} conditions`);
    if (!takes(',')) {
      if (takes('}')) break;
      throw fail(', or }');
    }
  }
  skip(SPACE);
  if (at < text.length) throw refused(where, `something follows it at character ${String(at + 1)}`);
  return matchers;
}

const refused = (where: string, why: string): HearthError =>
  new HearthError('invalid_request', { message: `${where} is not valid: ${why}.` });
