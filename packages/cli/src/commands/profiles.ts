import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { parseTime } from '../parse-time.ts';
import { askQuestion } from '../question/ask-question.ts';
import type { FactsAnswer, WholeNumber } from '../question/stack-answer.ts';
import { valueText } from '../question/value-text.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath, type Remote } from '../remote.ts';

interface ProfilesOptions extends ProjectOptions {
  readonly app?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly type?: string;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly largest?: boolean;
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
  readonly profiles: readonly (ProfileRow & { readonly value?: WholeNumber | null })[];
  readonly type?: FactsAnswer['type'] | null;
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
    .option('--largest', 'largest value of the type first, not newest: the slowest of cpu or wall')
    .option('--cursor <cursor>', 'go on where the last answer ended')
    .addHelpText(
      'after',
      examples(
        ['hearth profiles', 'the last 20 of the project "default"'],
        ['hearth profiles --app checkout --from 1h', 'one app, the last hour'],
        ['hearth profiles --largest --type wall --from 1d', 'the slowest since yesterday'],
        ['hearth profiles --json --limit 1000', 'for scripts: {"profiles":[...],"next":...}'],
      ),
    )
    .action(async (options: ProfilesOptions) => {
      const remote = openRemote(io, options);
      const { style, show } = remote;
      const answer = options.largest === true ? await largest(io, remote, options) : await newest(io, remote, options);
      const unit = answer.type?.unit;
      show(answer, () => {
        const table = renderTable<ProfilesAnswer['profiles'][number]>(
          [
            { title: 'ID', value: (row) => row.id },
            { title: 'APP', value: (row) => row.app },
            { title: 'ENVIRONMENT', value: (row) => row.environment },
            { title: 'RELEASE', value: (row) => row.release || '-' },
            { title: 'START', value: (row) => relativeTimeOf(row.start, io.nowMs()) },
            { title: 'LENGTH', value: lengthOf, align: 'right' },
            ...(unit === undefined
              ? []
              : [
                  {
                    title: 'VALUE',
                    value: ({ value }: ProfilesAnswer['profiles'][number]) => valueText(value ?? 0, unit),
                    align: 'right' as const,
                  },
                ]),
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

function newest(io: Io, { client }: Remote, options: ProfilesOptions): Promise<ProfilesAnswer> {
  const { app, environment, release, type, source, limit, cursor } = options;
  const query = { app, environment, release, type, source, ...rangeOf(io, options), limit, cursor };
  return client.get<ProfilesAnswer>(`${projectPath(io, options)}/profiles`, query);
}

/** Only those of the last hour when no range is given, like every question about values. */
function largest(io: Io, remote: Remote, options: ProfilesOptions): Promise<ProfilesAnswer> {
  const { app, environment, release, type = 'cpu', source, limit, cursor } = options;
  const selector = { app, environment, release, type, ...rangeOf(io, options) };
  // What is undefined does not become JSON.
  const body = { selector, source, order: 'value', limit, cursor };
  return askQuestion<ProfilesAnswer>(io, remote, `${projectPath(io, options)}/profiles/search`, body);
}

const rangeOf = (io: Io, { from, to }: ProfilesOptions) => ({
  from: from === undefined ? undefined : parseTime(from, '--from', io.nowMs()),
  to: to === undefined ? undefined : parseTime(to, '--to', io.nowMs()),
});

function lengthOf(row: ProfileRow): string {
  const seconds = (Date.parse(row.end) - Date.parse(row.start)) / 1000;
  return Number.isNaN(seconds) ? '-' : `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}s`;
}
