import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { profileOfContent } from '../files/profile-content.ts';
import { contentOf, formatChoices, targetFormat } from '../files/target.ts';
import { writeOutput } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { sizeText } from '../output/size-text.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';

interface ExportOptions extends ProjectOptions {
  readonly output: string;
  readonly format?: string;
  readonly type?: string;
  readonly title?: string;
  readonly gzip?: boolean;
}

/** What is asked for to get the upload as it is. */
const ORIGINAL = 'original';

/** `hearth export PROFILE -o FILE`: a stored profile as a file. */
export function addExport(program: Command, io: Io): void {
  const command = program
    .command('export')
    .summary('fetch a profile as a file')
    .description(
      'Fetches the upload that a profile came in, and converts it. "--format original" writes it byte for byte. Profiles ' +
        'that were pushed or captured can be converted; of what clients send in a protocol of their own (Datadog, Sentry) ' +
        'only the original is given.',
    )
    .argument('<profile>', 'id of the profile: see hearth profiles')
    .requiredOption('-o, --output <file>', 'the file to write, or - for standard output')
    .option('-f, --format <format>', `original, ${formatChoices} (default: by the name of the file)`)
    .option('-t, --type <type>', 'which values, e.g. cpu or cpu:nanoseconds (default: cpu, else the last type)')
    .option('--title <text>', 'name of the profile, where the format has one (default: its id)')
    .option('--gzip', 'compress what is written (default: when its name ends in .gz)')
    .addHelpText(
      'after',
      examples(
        ['hearth export 0123456789abcdef0123456789abcdef -o cpu.svg', 'a flame graph as a picture'],
        ['hearth export 0123456789abcdef0123456789abcdef --format original -o cpu.pprof.gz', 'the upload itself'],
      ),
    )
    .action(async (id: string, options: ExportOptions) => {
      const wantsOriginal = options.format === ORIGINAL;
      const target = { ...options, title: options.title ?? id };
      const format = wantsOriginal ? undefined : targetFormat(target);
      const { client, show } = openRemote(io, options);
      const original = await client.getBytes(`${projectPath(io, options)}/profiles/${encodeURIComponent(id)}/original`);
      const bytes = format === undefined ? original : contentOf(profileOf(original, id).profile, format, target);
      await writeOutput(options.output, bytes, io);
      if (options.output === '-') return;
      const answer = { profile: id, file: options.output, format: format ?? ORIGINAL, bytes: bytes.length };
      show(answer, () => `${printable(options.output)}  ${answer.format}  ${sizeText(bytes.length)}\n`);
    });
  addProjectOptions(command);
}

function profileOf(original: Uint8Array, id: string): ReturnType<typeof profileOfContent> {
  try {
    return profileOfContent(original, `profile ${id}`);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'unknown_format') throw error;
    throw new CliError(`The upload of profile ${id} is no file of one profile, so it cannot be converted.`, {
      exitCode: error.exitCode,
      code: error.code,
      hint: `Fetch it as it is: hearth export ${printable(id)} --format ${ORIGINAL} -o FILE`,
      cause: error,
    });
  }
}
