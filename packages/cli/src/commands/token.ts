import type { Command } from 'commander';
import type { CliError } from '../cli-error.ts';
import { explainAbsence } from '../client/explain-absence.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { parseExpiry } from '../parse-expiry.ts';
import { addRemoteOptions, openRemote, type RemoteOptions, tokenOf } from '../remote.ts';
import { usageError } from '../usage-error.ts';

/** As many hosts as a pipeline may have. */
const MAX_ORDINAL = 1_023;

interface CreateOptions extends RemoteOptions {
  readonly scope?: readonly string[];
  readonly agent?: string;
  readonly ordinal?: number;
  /** commander's name for the absence of `--no-make-pipeline`. */
  readonly makePipeline: boolean;
  readonly project?: string;
  readonly organization?: string;
  readonly expires?: string;
}

/** The fields of the API's answers that are shown. */
interface TokenAnswer {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly project: string | null;
  readonly agent: { readonly pipeline: string; readonly ordinal: number | null } | null;
  readonly created: string;
  readonly lastUsed: string | null;
  readonly expires: string | null;
  readonly revoked: string | null;
}

/** The one answer that holds the secret. */
interface CreatedToken extends TokenAnswer {
  readonly token: string;
}

/** `hearth token create|list|revoke`. */
export function addToken(program: Command, io: Io): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens')
    .description('Makes, lists and revokes bearer tokens.')
    .addHelpText(
      'after',
      examples(
        ['hearth token create reader --scope project:read', 'may read every project of the organization'],
        ['hearth token list', 'who may do what, and when each was last used'],
      ),
    );
  addCreate(token, io);
  addList(token, io);
  addRevoke(token, io);
}

function addCreate(token: Command, io: Io): void {
  const command = token
    .command('create')
    .description(
      'Makes a token and prints it once. It may do no more than the token that makes it. ' +
        'Scopes: ingest, project:read, project:write, project:admin, project:releases, org:read, org:write, ' +
        'org:admin, org:ci. With --agent it is the token of an agent, which opens nothing but the link of its host.',
    )
    .argument('[name]', 'what it is for; of an agent the pipeline by default')
    .option('-s, --scope <scope>', 'a scope; may be repeated', (value, all: string[] = []) => [...all, value])
    .option('--agent <pipeline>', 'for `hearth agent` on the hosts of this pipeline')
    .option('--ordinal <n>', 'with --agent: for this host alone', parseCount(0, MAX_ORDINAL))
    .option('--no-make-pipeline', 'with --agent: the agent may not make the pipeline when there is none')
    .option('-p, --project <project>', 'bind it to one project (number, slug or key)')
    .option('--organization <organization>', 'of which organization (number or slug; default: the own one)')
    .option('--expires <time>', 'when it ends: 12h, 90d, or RFC 3339 (default: never)')
    .addHelpText(
      'after',
      examples(
        ['hearth token create ci --scope ingest --project shop --expires 90d', 'may only upload, to one project'],
        ['hearth token create reader --scope project:read', 'may read every project of the organization'],
        ['hearth token create --agent etl', 'for the agents of a pipeline'],
      ),
    )
    .action(async (name: string | undefined, options: CreateOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.post<CreatedToken>('/api/v1/tokens', {
        ...whatFor(name, options),
        project: options.project,
        organization: options.organization,
        expires: options.expires === undefined ? undefined : parseExpiry(options.expires, '--expires', io.nowMs()),
      });
      show(
        answer,
        () => `${style.bold(answer.token)}\nShown once. Token ${answer.id} (${answer.scopes.join(', ')}).\n`,
      );
    });
  addRemoteOptions(command);
}

/** Either scopes and a name, or an agent. */
function whatFor(name: string | undefined, { scope, agent, ordinal, makePipeline }: CreateOptions) {
  if (agent === undefined) {
    if (ordinal !== undefined || !makePipeline) throw usageError('--ordinal and --no-make-pipeline go with --agent');
    if (name === undefined) throw usageError('a token needs a name: what it is for');
    if (scope === undefined) throw usageError('a token needs a scope: --scope, or --agent');
    return { name, scopes: scope };
  }
  if (scope !== undefined)
    throw usageError('the token of an agent has no other scope: --scope and --agent exclude each other');
  const host = ordinal === undefined ? '' : `, host ${ordinal}`;
  return { name: name ?? `agent of ${agent}${host}`, agent: { pipeline: agent, ordinal, makesPipeline: makePipeline } };
}

function addList(token: Command, io: Io): void {
  const command = token
    .command('list')
    .description('Lists the tokens of the organization or project, newest first, without their secrets.')
    .addHelpText('after', examples(['hearth token list', 'who may do what, and when each was last used']))
    .action(async (options: RemoteOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<{ readonly tokens: readonly TokenAnswer[] }>('/api/v1/tokens');
      show(answer, () =>
        renderTable<TokenAnswer>(
          [
            { title: 'ID', value: (row) => String(row.id), align: 'right' },
            { title: 'NAME', value: (row) => row.name },
            { title: 'STARTS WITH', value: (row) => row.prefix || '-' },
            { title: 'SCOPES', value: (row) => row.scopes.join(',') },
            { title: 'PROJECT', value: (row) => row.project ?? 'all' },
            { title: 'AGENT OF', value: (row) => agentOf(row) },
            { title: 'CREATED', value: (row) => relativeTimeOf(row.created, io.nowMs()) },
            { title: 'LAST USED', value: (row) => relativeTimeOf(row.lastUsed, io.nowMs()) },
            { title: 'STATE', value: (row) => stateOf(row, io.nowMs()) },
          ],
          answer.tokens,
          { style, whenEmpty: 'No tokens.' },
        ),
      );
    });
  addRemoteOptions(command);
}

function agentOf({ agent }: TokenAnswer): string {
  if (agent === null) return '-';
  return agent.ordinal === null ? agent.pipeline : `${agent.pipeline}, host ${agent.ordinal}`;
}

function stateOf(token: TokenAnswer, nowMs: number): string {
  if (token.revoked !== null) return `revoked ${relativeTimeOf(token.revoked, nowMs)}`;
  if (token.expires === null) return 'valid';
  const word = Date.parse(token.expires) <= nowMs ? 'expired' : 'expires';
  return `${word} ${relativeTimeOf(token.expires, nowMs)}`;
}

/** Whoever ends the only admin token gets in again by HEARTH_ADMIN_TOKEN at a start, and in no other way. */
const ownToken = (id: number): CliError =>
  usageError(
    `token ${String(id)} is the one that this command goes with`,
    'Add --own to end it all the same. Have another one first, or nobody gets in until a start with HEARTH_ADMIN_TOKEN.',
  );

function addRevoke(token: Command, io: Io): void {
  const command = token
    .command('revoke')
    .description('Ends a token at once, and the browser sessions that stand on it.')
    .argument('<id>', 'number, from `hearth token list`', parseCount(1, Number.MAX_SAFE_INTEGER))
    .option('--own', 'also when it is the one that this command goes with')
    .addHelpText('after', examples(['hearth token revoke 7', 'the token number 7']))
    .action(async (id: number, options: RemoteOptions & { readonly own?: boolean }) => {
      const { client, show } = openRemote(io, options);
      const used = tokenOf(io, options);
      if (used !== undefined && options.own !== true) {
        const { tokens } = await client.get<{ readonly tokens: readonly TokenAnswer[] }>('/api/v1/tokens');
        const { prefix = '' } = tokens.find((one) => one.id === id) ?? {};
        if (prefix !== '' && used.startsWith(prefix)) throw ownToken(id);
      }
      const deletion = client.delete(`/api/v1/tokens/${id}`);
      await explainAbsence(deletion, `There is no token ${id}.`, '`hearth token list` shows those that there are.');
      show({ revoked: id }, () => `Token ${id} is revoked.\n`);
    });
  addRemoteOptions(command);
}
