import type { Command } from 'commander';
import { exitCodeMeanings, exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

export interface DescribedCommand {
  /** As typed after `hearth`, e.g. `token create`. */
  readonly name: string;
  readonly help: string;
}

export interface DescribedProgram {
  readonly commands: readonly DescribedCommand[];
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
}

/** Every command with its help text, in the order of `hearth --help`: what the reference page is generated from. */
export function describeProgram(): DescribedProgram {
  const program = createProgram(silentIo, { exitCode: exitCodes.ok });
  return { commands: program.commands.flatMap((command) => describe(command, '')), exitCodes: exitCodeMeanings };
}

function describe(command: Command, prefix: string): readonly DescribedCommand[] {
  const name = `${prefix}${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((inner) => describe(inner, `${name} `));
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => written.push(text), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return [{ name, help: written.join('') }];
}

const silentIo: Io = {
  env: {},
  out: () => undefined,
  outBytes: () => undefined,
  err: () => undefined,
  isTty: false,
  isErrTty: false,
  stdin: (async function* () {})(),
  nowMs: () => 0,
  signal: new AbortController().signal,
};
