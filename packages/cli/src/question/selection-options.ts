import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { addProjectOptions } from '../remote.ts';
import { addNarrowingOptions, type SelectorOptions, selectorOf } from './selector-options.ts';

/** Options of commands that ask about profiles and not about their values: those of samples, whose type may be left out. */
export type SelectionOptions = Omit<SelectorOptions, 'type'> & { readonly type?: string };

export function addSelectionOptions(command: Command): Command {
  const addType = (one: Command): Command =>
    one.option('-t, --type <type>', 'only profiles that have this type, e.g. cpu');
  return addProjectOptions(addNarrowingOptions(command, addType));
}

/** @throws CliError (usage) for a label or a time that cannot be read */
export function selectionOf(options: SelectionOptions, io: Io): Readonly<Record<string, unknown>> {
  const { type, ...rest } = selectorOf({ ...options, type: options.type ?? '' }, io);
  return type === '' ? rest : { ...rest, type };
}
