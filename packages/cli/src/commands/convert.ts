import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import { profileOfContent } from '../files/profile-content.ts';
import { recognisedFile, recognisedText } from '../files/recognised.ts';
import { contentOf, formatChoices, readChoices, targetFormat } from '../files/target.ts';
import { writeOutput } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { sizeText } from '../output/size-text.ts';
import { readUpload } from '../read-upload.ts';
import { addJsonOption } from '../remote.ts';

interface ConvertOptions {
  readonly output?: string;
  readonly to?: string;
  readonly type?: string;
  readonly title?: string;
  readonly gzip?: boolean;
  readonly json?: boolean;
}

/** `hearth convert IN [OUT]`: from any format that is read to any that is written, without a server. */
export function addConvert(program: Command, io: Io): void {
  const command = program
    .command('convert')
    .summary('convert a profile to another format, without a server')
    .description(
      `Reads a profile in any format that is known (${readChoices}; plain or gzip; told by its content) and writes it ` +
        'in another one. Without a target it says what the file is.',
    )
    .argument('<in>', 'a file, or - for standard input')
    .argument('[out]', 'the file to write, or - for standard output (the default with --to)')
    .option('-o, --output <file>', 'the file to write, as the other commands have it')
    .option('--to <format>', `${formatChoices} (default: by the name of the file)`)
    .option('-t, --type <type>', 'which values, e.g. cpu or cpu:nanoseconds (default: cpu, else the last type)')
    .option('--title <text>', 'name of the profile, where the format has one (default: the name of the file)')
    .option('--gzip', 'compress what is written (default: when its name ends in .gz)')
    .addHelpText(
      'after',
      examples(
        ['hearth convert cpu.pprof cpu.svg', 'a flame graph as a picture'],
        ['hearth convert app.cpuprofile app.speedscope.json', 'for speedscope'],
        ['hearth convert - --to pprof < cpu.collapsed > cpu.pprof', 'as a filter'],
        ['hearth convert cpu.pprof --json', 'what is in a file, for scripts'],
      ),
    )
    .action(async (input: string, out: string | undefined, options: ConvertOptions) => {
      if (out !== undefined && options.output !== undefined) {
        throw new CliError('The file to write is named twice: by itself and by --output.', {
          exitCode: exitCodes.usage,
          code: 'usage',
        });
      }
      const read = profileOfContent(await readUpload(input, io), nameOf(input));
      const recognised = recognisedFile(input, read);
      const output = out ?? options.output ?? (options.to === undefined ? undefined : '-');
      if (output === undefined) {
        io.out(options.json === true ? json({ input: recognised }) : recognisedText(recognised));
        return;
      }
      if (output === '-' && options.json === true) {
        throw new CliError('--json and the profile cannot both go to standard output.', {
          exitCode: exitCodes.usage,
          code: 'usage',
        });
      }
      const target = { ...options, output, format: options.to, title: options.title ?? titleOf(input) };
      const format = targetFormat(target);
      const bytes = contentOf(read.profile, format, target);
      await writeOutput(output, bytes, io);
      if (output === '-') return;
      const written = { file: output, format, bytes: bytes.length };
      io.out(
        options.json === true
          ? json({ input: recognised, output: written })
          : `${printable(output)}  ${format}  ${sizeText(bytes.length)}, from ${read.format}\n`,
      );
    });
  addJsonOption(command);
}

const json = (answer: unknown): string => `${JSON.stringify(answer, null, 2)}\n`;

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

const titleOf = (file: string): string => (file === '-' ? 'profile' : file.slice(file.lastIndexOf('/') + 1));
