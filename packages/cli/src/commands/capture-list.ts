import type { Command } from 'commander';
import { type CaptureAnswer, type CaptureListAnswer, hasEnded } from '../capture/capture-answer.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { sizeText } from '../output/size-text.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface ListOptions extends RemoteOptions {
  readonly ordinal?: number;
  readonly state?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

/** The server's own page. */
const MAX_LIMIT = 1_000;
const DEFAULT_LIMIT = 20;

/** `hearth capture list [PIPELINE]`. */
export function addCaptureList(capture: Command, io: Io): void {
  const command = capture
    .command('list')
    .summary('list captures, newest first')
    .argument('[pipeline]', 'only of this pipeline')
    .option('--ordinal <n>', 'only of this host', parseCount(0, MAX_LIMIT))
    .option('-s, --state <state>', 'only in this state; may be repeated', (value, all: string[] = []) => [
      ...all,
      value,
    ])
    .option('-n, --limit <n>', `how many, 1 to ${MAX_LIMIT}`, parseCount(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option('--cursor <cursor>', 'go on where the last answer ended')
    .addHelpText(
      'after',
      examples(
        ['hearth capture list etl', 'the last 20 of a pipeline'],
        ['hearth capture list --state failed --state lost', 'what went wrong, and why'],
      ),
    )
    .action(async (pipeline: string | undefined, options: ListOptions) => {
      const { client, style, show } = openRemote(io, options);
      const { ordinal, state, limit, cursor } = options;
      const answer = await client.get<CaptureListAnswer>('/api/v1/captures', {
        pipeline,
        ordinal,
        state,
        limit,
        cursor,
      });
      show(answer, () => {
        const colour = (text: string, row: CaptureAnswer): string =>
          row.state === 'done' ? style.green(text) : hasEnded(row) ? style.red(text) : style.yellow(text);
        const table = renderTable<CaptureAnswer>(
          [
            { title: 'ID', value: (row) => row.id },
            { title: 'PIPELINE', value: (row) => row.pipeline },
            { title: 'HOST', value: (row) => String(row.ordinal), align: 'right' },
            { title: 'STATE', value: (row) => row.state, paint: colour },
            { title: 'REQUESTED', value: (row) => relativeTimeOf(row.requested, io.nowMs()) },
            { title: 'LENGTH', value: (row) => `${row.durationSeconds}s`, align: 'right' },
            { title: 'SIZE', value: (row) => (row.bytes === null ? '-' : sizeText(row.bytes)), align: 'right' },
            { title: 'BY', value: (row) => row.requestedBy },
            { title: 'CAUSE', value: (row) => row.cause ?? '-' },
          ],
          answer.captures,
          { style, whenEmpty: 'No captures.' },
        );
        return answer.next === null ? table : `${table}\nMore: --cursor ${answer.next}\n`;
      });
    });
  addRemoteOptions(command);
}
