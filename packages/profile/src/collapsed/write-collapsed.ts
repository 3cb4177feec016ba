import { type FunctionTree, functionTree } from '../formats/function-tree.ts';
import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { MAX_COLLAPSED_LENGTH } from './limits.ts';

/** What stands for samples without a stack; the format cannot write an empty one. */
const NO_STACK = '[no stack]';

/**
 * One value column as collapsed stacks, one line for each stack of functions. Files, lines and labels have no place in the format
 * and are left out; a semicolon in a name, which would part it, becomes a colon.
 *
 * @throws ProfileFormatError `not_writable`, `sum_out_of_range`
 */
export function writeCollapsed(profile: Profile, column: number): string {
  const { length, parent, func, self, functions, withoutStack } = functionTree(profile, column);
  const names = functions.map(({ name }) => frameName(name));
  checkLength(lengthOf(names, { length, parent, func, self }));
  const lines: string[] = [];
  const path: string[] = [];
  for (let leaf = 0; leaf < length; leaf++) {
    if (self[leaf] === 0) continue;
    path.length = 0;
    for (let node = leaf; node >= 0; node = parent[node]!) path.push(names[func[node]!]!);
    lines.push(`${path.reverse().join(';')} ${self[leaf]!}\n`);
  }
  if (withoutStack > 0) lines.push(`${NO_STACK} ${withoutStack}\n`);
  return lines.join('');
}

/** Characters of all stacks that have a value. */
function lengthOf(
  names: readonly string[],
  { length, parent, func, self }: Pick<FunctionTree, 'length' | 'parent' | 'func' | 'self'>,
): number {
  const lengths = new Float64Array(length);
  let sum = 0;
  for (let node = 0; node < length; node++) {
    const above = parent[node]!;
    lengths[node] = (above < 0 ? 0 : lengths[above]! + 1) + names[func[node]!]!.length;
    if (self[node] !== 0) sum += lengths[node]!;
  }
  return sum;
}

function checkLength(length: number): void {
  if (length <= MAX_COLLAPSED_LENGTH) return;
  throw new ProfileFormatError('not_writable', `the stacks have more than ${MAX_COLLAPSED_LENGTH} characters`);
}

/** Line ends and other control characters would end the line or drive a terminal. */
const frameName = (name: string): string =>
  name
    .replaceAll(';', ':')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim() || '[unknown]';
