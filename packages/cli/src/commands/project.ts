import type { Command } from 'commander';
import type { ApiClient } from '../client/api-client.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderFields } from '../output/fields.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';
import { addProjectCaptureRules } from './project-capture-rules.ts';
import { addProjectErase } from './project-erase.ts';

interface SettingOptions extends RemoteOptions {
  readonly slug?: string;
  readonly environment?: string;
  readonly retention?: number;
}

interface CreateOptions extends SettingOptions {
  readonly organization?: string;
}

interface UpdateOptions extends SettingOptions {
  readonly name?: string;
}

/** The fields of the API's answers that are shown. */
interface ProjectAnswer {
  readonly id: number;
  readonly slug: string;
  readonly key: string;
  readonly name: string;
  readonly defaultEnvironment: string;
  readonly retentionDays: number;
  readonly streamOriginalDays: number;
  readonly created: string;
}

interface KeyAnswer {
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
}

/** One project with its ingest keys; the shape of `--json` for `create` and `show`. */
interface ProjectWithKeys extends ProjectAnswer {
  readonly keys: readonly KeyAnswer[];
}

/** `hearth project create|list|show|update|capture-rules|erase`. */
export function addProject(program: Command, io: Io): void {
  const project = program
    .command('project')
    .summary('make, list, show and change projects')
    .description('Makes, shows and changes projects.')
    .addHelpText(
      'after',
      examples(
        ['hearth project create Shop', 'with the slug shop, and its ingest key'],
        ['hearth project show shop', 'key, retention, ingest keys'],
      ),
    );
  addCreate(project, io);
  addList(project, io);
  addShow(project, io);
  addUpdate(project, io);
  addProjectCaptureRules(project, io);
  addProjectErase(project, io);
}

function addCreate(project: Command, io: Io): void {
  const command = project
    .command('create')
    .description('Makes a project and its first ingest key. Needs a token with org:write.')
    .argument('<name>')
    .option('--slug <slug>', 'short name for addresses (default: from the name)')
    .option('-e, --environment <name>', 'where uploads go that name no environment (default: production)')
    .option('--retention <days>', 'how long profiles are kept (default: 30)', parseCount(1, 3660))
    .option('--organization <organization>', 'in which organization (number or slug; default: the own one)')
    .addHelpText('after', examples(['hearth project create "Web shop" --slug shop', 'prints its ingest key']))
    .action(async (name: string, options: CreateOptions) => {
      const { client, show } = openRemote(io, options);
      const answer = await client.post<ProjectAnswer>('/api/v1/projects', {
        name,
        slug: options.slug,
        organization: options.organization,
        defaultEnvironment: options.environment,
        retentionDays: options.retention,
      });
      const project = await withKeys(client, answer);
      show(project, () => describe(project, io));
    });
  addRemoteOptions(command);
}

function addList(project: Command, io: Io): void {
  const command = project
    .command('list')
    .description('Lists the projects that the token may see.')
    .addHelpText('after', examples(['hearth project list', 'number, slug, key and name of each']))
    .action(async (options: RemoteOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<{ readonly projects: readonly ProjectAnswer[] }>('/api/v1/projects');
      show(answer, () =>
        renderTable<ProjectAnswer>(
          [
            { title: 'ID', value: (row) => String(row.id), align: 'right' },
            { title: 'SLUG', value: (row) => row.slug },
            { title: 'KEY', value: (row) => row.key },
            { title: 'NAME', value: (row) => row.name },
            { title: 'CREATED', value: (row) => relativeTimeOf(row.created, io.nowMs()) },
          ],
          answer.projects,
          { style, whenEmpty: 'No projects.' },
        ),
      );
    });
  addRemoteOptions(command);
}

function addShow(project: Command, io: Io): void {
  const command = project
    .command('show')
    .description('Shows one project with its settings and its ingest keys.')
    .argument('<project>', 'number, slug or key')
    .addHelpText('after', examples(['hearth project show default', 'settings, retention, ingest keys']))
    .action(async (ref: string, options: RemoteOptions) => {
      const { client, show } = openRemote(io, options);
      const answer = await client.get<ProjectAnswer>(`/api/v1/projects/${encodeURIComponent(ref)}`);
      const project = await withKeys(client, answer);
      show(project, () => describe(project, io));
    });
  addRemoteOptions(command);
}

function addUpdate(project: Command, io: Io): void {
  const command = project
    .command('update')
    .description('Renames a project or changes its settings. Needs a token with project:admin.')
    .argument('<project>', 'number, slug or key')
    .option('--name <name>', 'name for people')
    .option('--slug <slug>', 'short name for addresses; those of Sentry with the old one lead to the new one')
    .option('-e, --environment <name>', 'where uploads go that name no environment')
    .option('--retention <days>', 'how long profiles are kept that come from now on', parseCount(1, 3660))
    .addHelpText('after', examples(['hearth project update shop --slug web-shop', 'the number and the key stay']))
    .action(async (ref: string, options: UpdateOptions) => {
      const { client, show } = openRemote(io, options);
      const answer = await client.patch<ProjectAnswer>(`/api/v1/projects/${encodeURIComponent(ref)}`, {
        name: options.name,
        slug: options.slug,
        defaultEnvironment: options.environment,
        retentionDays: options.retention,
      });
      const project = await withKeys(client, answer);
      show(project, () => describe(project, io));
    });
  addRemoteOptions(command);
}

async function withKeys(client: ApiClient, project: ProjectAnswer): Promise<ProjectWithKeys> {
  const { keys } = await client.get<{ readonly keys: readonly KeyAnswer[] }>(`/api/v1/projects/${project.id}/keys`);
  return { ...project, keys };
}

function describe(project: ProjectWithKeys, io: Io): string {
  const keys = project.keys.filter(({ active }) => active);
  return renderFields([
    ['id', String(project.id)],
    ['slug', project.slug],
    ['key', project.key],
    ['name', project.name],
    ['environment', `${project.defaultEnvironment} (where an upload names none)`],
    ['retention', `${project.retentionDays} days; originals of continuous streams ${project.streamOriginalDays}`],
    ['created', relativeTimeOf(project.created, io.nowMs())],
    ...keys.map(({ key, name }) => ['ingest key', `${key} (${name})`] as const),
  ]);
}
