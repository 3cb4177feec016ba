import { type Command, InvalidArgumentError } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import type { Style } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

/** As many as the server lets a pipeline have. */
const MAX_HOSTS = 1_024;

interface CreateOptions extends RemoteOptions {
  readonly project?: string;
  readonly hosts?: number;
  readonly description?: string;
}

interface UpdateOptions extends RemoteOptions {
  readonly name?: string;
  readonly hosts?: number | 'seen';
  readonly description?: string;
}

/** The fields of the API's answers that are shown. */
interface PipelineAnswer {
  readonly name: string;
  readonly hosts: number;
  readonly declaredHosts: number | null;
  readonly connectedHosts: number;
  readonly description: string;
  readonly created: string;
}

interface HostAnswer {
  readonly ordinal: number;
  readonly state: string;
  readonly name: string | null;
  readonly agentVersion: string | null;
  readonly lastSeen: string | null;
  readonly recorders: readonly { readonly name: string; readonly version: string | null; readonly usable: boolean }[];
  readonly target: {
    readonly state: string;
    readonly pid: number | null;
    readonly commandLine: string | null;
    readonly reason: string | null;
  } | null;
}

interface PipelineWithHosts extends PipelineAnswer {
  readonly hostStates: readonly HostAnswer[];
}

/** `hearth pipeline create|list|hosts|update|delete`. */
export function addPipeline(program: Command, io: Io): void {
  const pipeline = program
    .command('pipeline')
    .summary('make, list and remove pipelines, and see which hosts have an agent')
    .description('Pipelines: programs on one or more hosts, each of which an agent can record (`hearth agent`).')
    .addHelpText(
      'after',
      examples(
        ['hearth pipeline create etl --hosts 3', 'hosts 0, 1 and 2'],
        ['hearth pipeline hosts etl', 'which of them have an agent'],
      ),
    );
  addCreate(pipeline, io);
  addList(pipeline, io);
  addHosts(pipeline, io);
  addUpdate(pipeline, io);
  addDelete(pipeline, io);
}

function addCreate(pipeline: Command, io: Io): void {
  const command = pipeline
    .command('create')
    .description(
      'Makes a pipeline. Needs a token with project:write. (An agent makes its own, unless its token forbids it.)',
    )
    .argument('<name>', 'letters, digits, - and _, 63 at most; unique in the organization')
    .option('--hosts <n>', 'how many hosts it has (default: as many as agents were seen)', parseCount(1, MAX_HOSTS))
    .option('--description <text>', 'for people')
    .option('-p, --project <project>', 'project that its captures belong to (HEARTH_PROJECT; default "default")')
    .addHelpText('after', examples(['hearth pipeline create etl --hosts 3', 'hosts 0, 1 and 2']))
    .action(async (name: string, options: CreateOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.post<PipelineWithHosts>('/api/v1/pipelines', {
        name,
        project: options.project ?? io.env['HEARTH_PROJECT'],
        hosts: options.hosts,
        description: options.description,
      });
      show(answer, () => describe(answer, io, style));
    });
  addRemoteOptions(command);
}

function addList(pipeline: Command, io: Io): void {
  const command = pipeline
    .command('list')
    .description('Lists the pipelines that the token may see, by name.')
    .addHelpText('after', examples(['hearth pipeline list', 'how many of the hosts of each have an agent']))
    .action(async (options: RemoteOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<{ readonly pipelines: readonly PipelineAnswer[] }>('/api/v1/pipelines');
      show(answer, () =>
        renderTable<PipelineAnswer>(
          [
            { title: 'NAME', value: (row) => row.name },
            { title: 'HOSTS', value: (row) => String(row.hosts), align: 'right' },
            { title: 'CONNECTED', value: (row) => String(row.connectedHosts), align: 'right' },
            { title: 'CREATED', value: (row) => relativeTimeOf(row.created, io.nowMs()) },
            { title: 'DESCRIPTION', value: (row) => row.description || '-' },
          ],
          answer.pipelines,
          { style, whenEmpty: 'No pipelines.' },
        ),
      );
    });
  addRemoteOptions(command);
}

function addHosts(pipeline: Command, io: Io): void {
  const command = pipeline
    .command('hosts')
    .description('Shows the hosts of a pipeline: whether an agent is there, with what it records, and what.')
    .argument('<pipeline>', 'name or uuid')
    .addHelpText('after', examples(['hearth pipeline hosts etl', 'connected, stale or gone']))
    .action(async (ref: string, options: RemoteOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<PipelineWithHosts>(pathOf(ref));
      show(answer, () => describe(answer, io, style));
    });
  addRemoteOptions(command);
}

function addUpdate(pipeline: Command, io: Io): void {
  const command = pipeline
    .command('update')
    .description('Renames a pipeline or changes what is said of it. Needs a token with project:write.')
    .argument('<pipeline>', 'name or uuid')
    .option('--name <name>', 'new name; tokens of its agents go along, the agents are started with it')
    .option('--hosts <n>', 'how many hosts it has, or "seen" for as many as agents were seen', parseHosts)
    .option('--description <text>', 'for people')
    .addHelpText('after', examples(['hearth pipeline update etl --hosts 5', 'agents of hosts 0 to 4 are let in']))
    .action(async (ref: string, options: UpdateOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.patch<PipelineWithHosts>(pathOf(ref), {
        name: options.name,
        hosts: options.hosts === 'seen' ? null : options.hosts,
        description: options.description,
      });
      show(answer, () => describe(answer, io, style));
    });
  addRemoteOptions(command);
}

function addDelete(pipeline: Command, io: Io): void {
  const command = pipeline
    .command('delete')
    .description(
      'Removes a pipeline with the list of its captures; their profiles stay. Needs a token with project:admin.',
    )
    .argument('<pipeline>', 'name or uuid')
    .addHelpText('after', examples(['hearth pipeline delete etl', 'refused while one of its hosts is recorded']))
    .action(async (ref: string, options: RemoteOptions) => {
      const { client, show } = openRemote(io, options);
      await client.delete(pathOf(ref));
      show({ deleted: ref }, () => `Pipeline ${ref} is deleted.\n`);
    });
  addRemoteOptions(command);
}

function describe({ name, hosts, hostStates }: PipelineWithHosts, io: Io, style: Style): string {
  const table = renderTable<HostAnswer>(
    [
      { title: 'HOST', value: (row) => String(row.ordinal), align: 'right' },
      { title: 'STATE', value: (row) => row.state },
      { title: 'MACHINE', value: (row) => row.name ?? '-' },
      { title: 'LAST SEEN', value: (row) => relativeTimeOf(row.lastSeen, io.nowMs()) },
      { title: 'RECORDERS', value: (row) => recordersOf(row) },
      { title: 'RECORDS', value: (row) => targetOf(row) },
    ],
    hostStates,
    { style, whenEmpty: 'No hosts.' },
  );
  return `${style.bold(name)}: ${hosts} ${hosts === 1 ? 'host' : 'hosts'}\n${table}`;
}

function recordersOf({ recorders }: HostAnswer): string {
  const usable = recorders.filter((recorder) => recorder.usable);
  return usable.map(({ name, version }) => (version === null ? name : `${name} ${version}`)).join(', ') || '-';
}

function targetOf({ target }: HostAnswer): string {
  if (target === null) return '-';
  if (target.state !== 'found') return target.reason ?? 'missing';
  return [target.pid === null ? '' : String(target.pid), target.commandLine ?? ''].join(' ').trim() || 'found';
}

const pathOf = (ref: string): string => `/api/v1/pipelines/${encodeURIComponent(ref)}`;

function parseHosts(text: string): number | 'seen' {
  if (text === 'seen') return text;
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= MAX_HOSTS) return count;
  throw new InvalidArgumentError(`It must be 1 to ${MAX_HOSTS}, or "seen".`);
}
