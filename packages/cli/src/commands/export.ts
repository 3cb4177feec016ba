import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { formatChoices, targetFormat } from '../files/target.ts';
import { writeOutput } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { sizeText } from '../output/size-text.ts';
import { addStackOptions, type StackOptions, stackSelectorOf } from '../question/selector-options.ts';
import { openRemote, projectPath, type Remote } from '../remote.ts';
import { usageError } from '../usage-error.ts';

interface ExportOptions extends StackOptions {
  readonly output?: string;
  readonly format?: string;
  readonly gzip?: boolean;
}

/** What is asked for to get the upload as it is. */
const ORIGINAL = 'original';

/** `hearth export [PROFILE] [-o FILE]`: a stored profile, or a merged selection, as a file. */
export function addExport(program: Command, io: Io): void {
  const command = program
    .command('export')
    .summary('fetch a profile, or a merged selection, as a file')
    .description(
      'Fetches a profile in any format that is written, whichever protocol it came in; "--format original" gives the upload ' +
        'byte for byte. Without a profile it fetches all stacks of a selection, merged.',
    )
    .argument('[profile]', 'id of the profile: see hearth profiles')
    .option('-o, --output <file>', 'the file to write, or - for standard output (the default with --format)')
    .option('-f, --format <format>', `original, ${formatChoices} (default: by the name of the file)`)
    .option('--gzip', 'compress what is written (default: when its name ends in .gz)')
    .addHelpText(
      'after',
      examples(
        ['hearth export 0123456789abcdef0123456789abcdef -o cpu.svg', 'a flame graph as a picture'],
        ['hearth export 0123456789abcdef0123456789abcdef --format original -o cpu.pprof.gz', 'the upload itself'],
        ['hearth export --app checkout --from 2h -o checkout.pprof', 'two hours of an app, merged'],
      ),
    )
    .action(async (id: string | undefined, options: ExportOptions) => {
      const { output = options.format === undefined ? undefined : '-' } = options;
      if (output === undefined) {
        throw usageError('Neither a file nor a format is named.', 'Say -o FILE, or --format for standard output.');
      }
      const remote = openRemote(io, options);
      const format = options.format === ORIGINAL ? ORIGINAL : targetFormat({ ...options, output });
      const isTypeNamed = command.getOptionValueSource('type') !== 'default';
      const content =
        id === undefined
          ? await mergedContent(io, remote, options, format)
          : await profileContent(io, remote, options, { id, format, type: isTypeNamed ? options.type : undefined });
      const { gzip = output.toLowerCase().endsWith('.gz') } = options;
      const bytes = gzip && format !== ORIGINAL ? gzipSync(content) : content;
      await writeOutput(output, bytes, io);
      if (output === '-') return;
      const answer = { ...(id === undefined ? {} : { profile: id }), file: output, format, bytes: bytes.length };
      remote.show(answer, () => `${printable(output)}  ${format}  ${sizeText(bytes.length)}\n`);
    });
  addStackOptions(command);
}

async function profileContent(
  io: Io,
  { client }: Remote,
  options: ExportOptions,
  { id, format, type }: { readonly id: string; readonly format: string; readonly type: string | undefined },
): Promise<Uint8Array> {
  const path = `${projectPath(io, options)}/profiles/${encodeURIComponent(id)}`;
  if (format === ORIGINAL) return client.getBytes(`${path}/original`);
  return client.getBytes(`${path}/export`, { format, type });
}

async function mergedContent(io: Io, { client }: Remote, options: ExportOptions, format: string): Promise<Uint8Array> {
  if (format === ORIGINAL) {
    throw usageError('Only a single profile has an original: name it.', 'List them with: hearth profiles');
  }
  const body = { selector: stackSelectorOf(options, io), format };
  const { bytes, headers } = await client.postForBytes(`${projectPath(io, options)}/export`, body);
  const omitted = Number(headers.get('hearth-omitted-nodes') ?? 0);
  if (omitted > 0) io.err(`${String(omitted)} small nodes did not fit; what they take is in frames called "other".\n`);
  return bytes;
}
