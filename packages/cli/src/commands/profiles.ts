import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { parseTime } from '../parse-time.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';

interface ProfilesOptions extends ProjectOptions {
  readonly app?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly type?: string;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** The fields of the API's answer that the table shows. */
interface ProfileRow {
  readonly id: string;
  readonly app: string;
  readonly environment: string;
  readonly release: string | null;
  readonly start: string;
  readonly end: string;
  readonly types: readonly string[];
  readonly source: string;
}

interface ProfilesAnswer {
  readonly profiles: readonly ProfileRow[];
  readonly next: string | null;
}

/** `hearth profiles`: what is there, newest first. */
export function addProfiles(program: Command, io: Io): void {
  const command = program
    .command('profiles')
    .summary('list profiles, newest first')
    .description('Lists the profiles of a project, newest first. Ranges are [from, to) on the start of a profile.')
    .option('-a, --app <name>', 'only this app')
    .option('-e, --environment <name>', 'only this environment')
    .option('-r, --release <version>', 'only this release')
    .option('-t, --type <type>', 'only profiles that have this type, e.g. cpu')
    .option('--source <source>', 'only this protocol, e.g. datadog or file')
    .option('--from <time>', 'started at or after: 2h, 7d, Unix seconds, or RFC 3339')
    .option('--to <time>', 'started before')
    .option('-n, --limit <n>', 'how many, 1 to 1000', parseCount(1, 1000), 20)
    .option('--cursor <cursor>', 'go on where the last answer ended')
    .addHelpText(
      'after',
      examples(
        ['hearth profiles', 'the last 20 of the project "default"'],
        ['hearth profiles --app checkout --from 1h', 'one app, the last hour'],
        ['hearth profiles --json --limit 1000', 'for scripts: {"profiles":[...],"next":...}'],
      ),
    )
    .action(async (options: ProfilesOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<ProfilesAnswer>(`${projectPath(io, options)}/profiles`, {
        app: options.app,
        environment: options.environment,
        release: options.release,
        type: options.type,
        source: options.source,
        from: options.from === undefined ? undefined : parseTime(options.from, '--from', io.nowMs()),
        to: options.to === undefined ? undefined : parseTime(options.to, '--to', io.nowMs()),
        limit: options.limit,
        cursor: options.cursor,
      });
      show(answer, () => {
        const table = renderTable<ProfileRow>(
          [
            { title: 'ID', value: (row) => row.id },
            { title: 'APP', value: (row) => row.app },
            { title: 'ENVIRONMENT', value: (row) => row.environment },
            { title: 'RELEASE', value: (row) => row.release || '-' },
            { title: 'START', value: (row) => relativeTimeOf(row.start, io.nowMs()) },
            { title: 'LENGTH', value: lengthOf, align: 'right' },
            { title: 'SOURCE', value: (row) => row.source },
            { title: 'TYPES', value: (row) => row.types.join(',') || '-' },
          ],
          answer.profiles,
          { style, whenEmpty: 'No profiles.' },
        );
        return answer.next === null ? table : `${table}\nMore: --cursor ${answer.next}\n`;
      });
    });
  addProjectOptions(command);
}

function lengthOf(row: ProfileRow): string {
  const seconds = (Date.parse(row.end) - Date.parse(row.start)) / 1000;
  return Number.isNaN(seconds) ? '-' : `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}s`;
}
