import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { parseTime } from '../parse-time.ts';
import { addProjectOptions, type ProjectOptions } from '../remote.ts';
import { usageError } from '../usage-error.ts';

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

/** Options of commands that look into stacks. */
export interface StackOptions extends SelectorOptions {
  readonly focus?: readonly string[];
  readonly ignore?: readonly string[];
  readonly hide?: readonly string[];
}

export const collect = (text: string, all: readonly string[] = []): readonly string[] => [...all, text];

/** The options that say which samples; then those of the project. */
export function addSelectorOptions(command: Command): Command {
  return addProjectOptions(addNarrowingOptions(command, addType));
}

/** The same for questions about stacks, with those that say which. */
export function addStackOptions(command: Command): Command {
  const patterns = 'function=NAME, function=~PATTERN, file=~..., module=~...; may be repeated';
  return addProjectOptions(
    addNarrowingOptions(command, addType)
      .option('--focus <frame>', `only stacks that have such a frame: ${patterns}`, collect)
      .option('--ignore <frame>', 'not stacks that have such a frame; may be repeated', collect)
      .option('--hide <frame>', 'take such frames out of their stacks; may be repeated', collect),
  );
}

const addType = (command: Command): Command => command.option('-t, --type <type>', 'profile type', 'cpu');

/** What narrows a selection, all but the project. */
export function addNarrowingOptions(command: Command, addTypeOption: (command: Command) => Command): Command {
  return addTypeOption(command.option('-a, --app <name>', 'only this app; may be repeated', collect))
    .option('--unit <unit>', 'where the type comes in several units')
    .option('-e, --environment <name>', 'only this environment')
    .option('-r, --release <version>', 'only this release')
    .option('-l, --label <matcher>', 'host=web-1, host!=web-1, host=~web-.*, host!~web-.*; may be repeated', collect)
    .option('--from <time>', 'began at or after: 2h, 7d, Unix seconds, or RFC 3339 (default: an hour before --to)')
    .option('--to <time>', 'began before (default: now)');
}

/** `name`, one of four operators, value. */
const MATCHER = /^([^=!~]+)(=~|!~|!=|=)([\s\S]*)$/;

/**
 * The selector of a question's body.
 * @throws CliError (usage) for a label or a time that cannot be read
 */
export function selectorOf(options: SelectorOptions, io: Io): Readonly<Record<string, unknown>> {
  const { app, type, unit, environment, release, label = [] } = options;
  const from = options.from === undefined ? undefined : parseTime(options.from, '--from', io.nowMs());
  const to = options.to === undefined ? undefined : parseTime(options.to, '--to', io.nowMs());
  if (from !== undefined && Date.parse(from) >= (to === undefined ? io.nowMs() : Date.parse(to))) {
    throw usageError(
      `--from ${options.from ?? ''}: is not before --to${to === undefined ? ', which is now' : ` ${options.to ?? ''}`}`,
    );
  }
  return {
    ...(app === undefined ? {} : { app }),
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(environment === undefined ? {} : { environment }),
    ...(release === undefined ? {} : { release }),
    ...(label.length === 0 ? {} : { labels: label.map(matcherOf) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/**
 * The selector of a question about stacks.
 * @throws CliError (usage) as {@link selectorOf}, and for a frame that cannot be read
 */
export function stackSelectorOf(options: StackOptions, io: Io): Readonly<Record<string, unknown>> {
  const stacks = Object.fromEntries(
    (['focus', 'ignore', 'hide'] as const).flatMap((name) => {
      const list = options[name];
      return list === undefined ? [] : [[name, list.map((text) => frameOf(text, name))]];
    }),
  );
  return { ...selectorOf(options, io), ...(Object.keys(stacks).length === 0 ? {} : { stacks }) };
}

const FRAME = /^(function|file|module)(=~|=)([\s\S]+)$/;

function frameOf(
  text: string,
  option: string,
): { readonly field: string; readonly op: string; readonly value: string } {
  const [, field, op, value] = FRAME.exec(text) ?? [];
  if (field !== undefined && op !== undefined && value !== undefined) return { field, op, value };
  throw usageError(`--${option}: ${text} is not function=NAME or function=~PATTERN (or file, module)`);
}

export function matcherOf(text: string): { readonly name: string; readonly op: string; readonly value: string } {
  const [, name, op, value] = MATCHER.exec(text) ?? [];
  if (name !== undefined && op !== undefined && value !== undefined) return { name, op, value };
  throw usageError(`--label: ${text} is not name=value, name!=value, name=~pattern or name!~pattern`);
}
