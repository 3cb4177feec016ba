import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { parseTime } from '../parse-time.ts';
import { addProjectOptions, type ProjectOptions } from '../remote.ts';

/** Options of every command that asks about samples. */
export interface SelectorOptions extends ProjectOptions {
  readonly app?: readonly string[];
  readonly type: string;
  readonly unit?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly label?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

const collect = (text: string, all: readonly string[] = []): readonly string[] => [...all, text];

/** The options that say which samples; then those of the project. */
export function addSelectorOptions(command: Command): Command {
  return addProjectOptions(
    command
      .option('-a, --app <name>', 'only this app; may be repeated', collect)
      .option('-t, --type <type>', 'profile type', 'cpu')
      .option('--unit <unit>', 'where the type comes in several units')
      .option('-e, --environment <name>', 'only this environment')
      .option('-r, --release <version>', 'only this release')
      .option('-l, --label <matcher>', 'host=web-1, host!=web-1, host=~web-.*, host!~web-.*; may be repeated', collect)
      .option('--from <time>', 'began at or after: 2h, 7d, Unix seconds, or RFC 3339 (default: an hour before --to)')
      .option('--to <time>', 'began before (default: now)'),
  );
}

/** `name`, one of four operators, value. */
const MATCHER = /^([^=!~]+)(=~|!~|!=|=)([\s\S]*)$/;

/**
 * The selector of a question's body.
 * @throws CliError (usage) for a label or a time that cannot be read
 */
export function selectorOf(options: SelectorOptions, io: Io): Readonly<Record<string, unknown>> {
  const { app, type, unit, environment, release, label = [], from, to } = options;
  return {
    ...(app === undefined ? {} : { app }),
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(environment === undefined ? {} : { environment }),
    ...(release === undefined ? {} : { release }),
    ...(label.length === 0 ? {} : { labels: label.map(matcherOf) }),
    ...(from === undefined ? {} : { from: parseTime(from, '--from', io.nowMs()) }),
    ...(to === undefined ? {} : { to: parseTime(to, '--to', io.nowMs()) }),
  };
}

function matcherOf(text: string): { readonly name: string; readonly op: string; readonly value: string } {
  const [, name, op, value] = MATCHER.exec(text) ?? [];
  if (name !== undefined && op !== undefined && value !== undefined) return { name, op, value };
  throw new CliError(`--label: ${text} is not name=value, name!=value, name=~pattern or name!~pattern`, {
    exitCode: exitCodes.usage,
    code: 'invalid_argument',
  });
}
