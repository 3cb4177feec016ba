import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderFields } from '../output/fields.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface CreateOptions extends RemoteOptions {
  readonly slug?: string;
}

interface RenameOptions extends RemoteOptions {
  readonly name?: string;
  readonly slug?: string;
}

interface OrganizationAnswer {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly created: string;
}

/** `hearth organization create|list|rename`. */
export function addOrganization(program: Command, io: Io): void {
  const organization = program
    .command('organization')
    .summary('make, list and rename organizations')
    .description('Makes, lists and renames organizations: what keeps projects and tokens of different people apart.')
    .addHelpText(
      'after',
      examples(
        ['hearth organization create Acme', 'with the slug acme'],
        ['hearth organization list', 'those that the token may see'],
      ),
    );
  addCreate(organization, io);
  addList(organization, io);
  addRename(organization, io);
}

function addCreate(organization: Command, io: Io): void {
  const command = organization
    .command('create')
    .description('Makes an organization, without a project. Needs the admin token of the server.')
    .argument('<name>')
    .option('--slug <slug>', 'short name for addresses (default: from the name)')
    .addHelpText(
      'after',
      examples(
        ['hearth organization create "Acme (EU)" --slug acme', 'then make what it needs:'],
        ['hearth project create Shop --organization acme', 'a project in it'],
        ['hearth token create boss --scope org:admin --organization acme', 'a token that manages it, and no other'],
      ),
    )
    .action(async (name: string, options: CreateOptions) => {
      const { client, show } = openRemote(io, options);
      const made = await client.post<OrganizationAnswer>('/api/v1/organizations', { name, slug: options.slug });
      show(made, () => describe(made, io));
    });
  addRemoteOptions(command);
}

function addList(organization: Command, io: Io): void {
  const command = organization
    .command('list')
    .description('Lists the organizations that the token reaches.')
    .addHelpText('after', examples(['hearth organization list', 'number, slug and name of each']))
    .action(async (options: RemoteOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<{ readonly organizations: readonly OrganizationAnswer[] }>(
        '/api/v1/organizations',
      );
      show(answer, () =>
        renderTable<OrganizationAnswer>(
          [
            { title: 'ID', value: (row) => String(row.id), align: 'right' },
            { title: 'SLUG', value: (row) => row.slug },
            { title: 'NAME', value: (row) => row.name },
            { title: 'CREATED', value: (row) => relativeTimeOf(row.created, io.nowMs()) },
          ],
          answer.organizations,
          { style, whenEmpty: 'No organizations.' },
        ),
      );
    });
  addRemoteOptions(command);
}

function addRename(organization: Command, io: Io): void {
  const command = organization
    .command('rename')
    .description(
      'Changes the name of an organization. Needs a token with org:admin; its slug only the admin token changes.',
    )
    .argument('<organization>', 'number or slug')
    .option('--name <name>', 'name for people')
    .option('--slug <slug>', 'short name for addresses; the old one leads nowhere')
    .addHelpText('after', examples(['hearth organization rename acme --name "Acme Europe"', 'the number stays']))
    .action(async (ref: string, options: RenameOptions) => {
      const { client, show } = openRemote(io, options);
      const changed = await client.patch<OrganizationAnswer>(`/api/v1/organizations/${encodeURIComponent(ref)}`, {
        name: options.name,
        slug: options.slug,
      });
      show(changed, () => describe(changed, io));
    });
  addRemoteOptions(command);
}

const describe = ({ id, slug, name, created }: OrganizationAnswer, io: Io): string =>
  renderFields([
    ['id', String(id)],
    ['slug', slug],
    ['name', name],
    ['created', relativeTimeOf(created, io.nowMs())],
  ]);
