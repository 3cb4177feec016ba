import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { chooseStyle, type Style } from '../output/style.ts';
import type { ProgramState } from '../program-state.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

/** What became of one day of one retention class. */
interface DayStep {
  readonly step: 'day';
  readonly day: string;
  readonly keepDays: number;
  /** `incomplete`, `different` and `failed` days are left as they are. */
  readonly outcome: string;
  readonly profiles: number;
  readonly originals: number;
  readonly missingOriginals: number;
  readonly message: string;
}

/** One line of the answer. */
type Step =
  | DayStep
  | { readonly step: 'done'; readonly rebuilt: number; readonly leftAlone: number }
  | { readonly step?: never; readonly error: { readonly code: string; readonly message: string } };

/** `hearth rebuild`: everything derived, once more from the originals. */
export function addRebuild(program: Command, io: Io, state: ProgramState): void {
  const command = program
    .command('rebuild')
    .summary('derive everything again from the originals')
    .description(
      'Derives everything again from the originals that are kept, day by day. The new rows take the place of the old ' +
        'ones only when their totals are the same. A day whose originals have partly expired is left as it is. ' +
        'Uploads and reads go on meanwhile; Ctrl-C ends the work. Needs a token with org:admin. Exit code 1 when a day ' +
        'came out different or failed.',
    )
    .addHelpText(
      'after',
      examples(['hearth rebuild', 'one line a day'], ['hearth rebuild --json', 'one JSON object a line']),
    )
    .action(async (options: RemoteOptions) => {
      const { client } = openRemote(io, options);
      const style = chooseStyle(io.isTty, io.env);
      for await (const step of client.postLines<Step>('/api/v1/admin/rebuild', {})) {
        if (step.step === undefined) throw failureOf(step.error);
        io.out(options.json === true ? `${JSON.stringify(step)}\n` : `${lineOf(step, style)}\n`);
        if (step.step === 'day') state.exitCode = worse(state.exitCode, step);
      }
    });
  addRemoteOptions(command);
}

const failureOf = ({ code, message }: { readonly code: string; readonly message: string }): CliError =>
  new CliError(`${message} (${code})`, { exitCode: exitCodes.failure, code });

/** Originals expire, so an incomplete day is nothing to worry about; anything else than `rebuilt` is. */
function worse(exitCode: ExitCode, { outcome }: DayStep): ExitCode {
  return outcome === 'rebuilt' || outcome === 'incomplete' ? exitCode : exitCodes.failure;
}

function lineOf(step: Exclude<Step, { readonly error: unknown }>, style: Style): string {
  if (step.step === 'done') return `${step.rebuilt} rebuilt, ${step.leftAlone} left as they were`;
  const { day, keepDays, outcome, profiles, originals, missingOriginals, message } = step;
  const missing = `${missingOriginals} of ${originals + missingOriginals} originals have expired`;
  const detail = { rebuilt: `${profiles} profiles`, incomplete: missing }[outcome] ?? message;
  const paint = { rebuilt: style.green, incomplete: style.yellow }[outcome] ?? style.red;
  return `${day}  kept ${String(keepDays).padStart(4)} days  ${paint(outcome.padEnd(10))}  ${printable(detail)}`;
}
