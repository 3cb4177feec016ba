import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';
import { matcherOf, type StackOptions, stackSelectorOf } from './selector-options.ts';

/** What else than a label stands on one side of a comparison. */
const OWN = ['from', 'to', 'environment', 'release', 'app'] as const;
type Own = (typeof OWN)[number];

/**
 * The selector of one side: what both have in common, with what the side says of its own. A label of the side is one more that must hold.
 *
 *     --app shop --left release=1.0 --right release=1.1 --right host=~web-.*
 *
 * @throws CliError (usage) for what cannot be read
 */
export function sideSelectorOf(
  options: StackOptions,
  own: readonly string[],
  io: Io,
): Readonly<Record<string, unknown>> {
  let merged: StackOptions = options;
  for (const text of own) {
    const { name, op, value } = matcherOf(text);
    const known = OWN.find((one) => one === name);
    if (known === undefined) merged = { ...merged, label: [...(merged.label ?? []), text] };
    else if (op === '=') merged = { ...merged, ...ownOption(known, value) };
    else {
      throw usageError(`${text}: ${name} takes = only; for a pattern use --label`);
    }
  }
  return stackSelectorOf(merged, io);
}

const ownOption = (name: Own, value: string): Partial<StackOptions> =>
  name === 'app' ? { app: [value] } : { [name]: value };
