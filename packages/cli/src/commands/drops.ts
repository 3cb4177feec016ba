import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { sizeText } from '../output/size-text.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { parseTime } from '../parse-time.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';

interface DropsOptions extends ProjectOptions {
  readonly app?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Uploads of one source that ended alike. */
interface TallyAnswer {
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly app: string;
  readonly count: number;
  readonly bytes: number;
  readonly last: string;
}

interface RefusalAnswer {
  readonly at: string;
  readonly source: string;
  readonly outcome: string;
  readonly reason: string;
  readonly app: string;
  readonly count: number;
  readonly message: string;
}

interface IngestAnswer {
  readonly tallies: readonly TallyAnswer[];
  readonly refusals: readonly RefusalAnswer[];
}

/** `hearth drops`: what was refused, dropped or counted as duplicate, beside what was accepted. */
export function addDrops(program: Command, io: Io): void {
  const command = program
    .command('drops')
    .summary('show what was refused or dropped, beside what was accepted')
    .description(
      'Shows what became of uploads: accepted, duplicate, or dropped with the reason, and the last messages. ' +
        'Kept for 30 days. The reasons are the codes of docs/reference/errors.md.',
    )
    .option('-a, --app <name>', 'only this app')
    .option('--from <time>', 'at or after: 2h, 7d, Unix seconds, or RFC 3339 (default: the last day)')
    .option('--to <time>', 'before')
    .addHelpText(
      'after',
      examples(
        ['hearth drops', 'the last day of the project "default"'],
        ['hearth drops --from 7d --app checkout', 'one app, the last week'],
      ),
    )
    .action(async (options: DropsOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<IngestAnswer>(`${projectPath(io, options)}/ingest`, {
        app: options.app,
        from: options.from === undefined ? undefined : parseTime(options.from, '--from', io.nowMs()),
        to: options.to === undefined ? undefined : parseTime(options.to, '--to', io.nowMs()),
      });
      show(answer, () => talliesText(answer, io, style) + refusalsText(answer, io, style));
    });
  addProjectOptions(command);
}

function talliesText({ tallies }: IngestAnswer, io: Io, style: Style): string {
  return renderTable<TallyAnswer>(
    [
      { title: 'OUTCOME', value: (row) => row.outcome, paint: (text, row) => paintOf(row, style)(text) },
      { title: 'REASON', value: (row) => row.reason || '-' },
      { title: 'SOURCE', value: (row) => row.source },
      { title: 'APP', value: (row) => row.app || '-' },
      { title: 'COUNT', value: (row) => String(row.count), align: 'right' },
      { title: 'BYTES', value: (row) => sizeText(row.bytes), align: 'right' },
      { title: 'LAST', value: (row) => relativeTimeOf(row.last, io.nowMs()) },
    ],
    tallies,
    { style, whenEmpty: 'No uploads in this range.' },
  );
}

function paintOf({ outcome }: TallyAnswer, style: Style): (text: string) => string {
  if (outcome === 'accepted') return style.green;
  return outcome === 'dropped' ? style.red : style.dim;
}

function refusalsText({ refusals }: IngestAnswer, io: Io, style: Style): string {
  if (refusals.length === 0) return '';
  const table = renderTable<RefusalAnswer>(
    [
      { title: 'WHEN', value: (row) => relativeTimeOf(row.at, io.nowMs()) },
      { title: 'REASON', value: (row) => row.reason },
      { title: 'SOURCE', value: (row) => row.source },
      { title: 'MESSAGE', value: (row) => row.message },
    ],
    refusals,
    { style, whenEmpty: '' },
  );
  return `\n${table}`;
}
