import { type Command, Option } from 'commander';
import { ApiClient } from './client/api-client.ts';
import type { Io } from './io.ts';
import { chooseStyle, type Style } from './output/style.ts';
import { serverUrl } from './server-url.ts';

/** Options of every command that asks a server. */
export interface RemoteOptions {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
}

export interface ProjectOptions extends RemoteOptions {
  readonly project?: string;
}

/** A command's view of its server and its terminal. */
export interface Remote {
  readonly client: ApiClient;
  readonly style: Style;
  /** Prints the answer as one JSON document with `--json`, else the text made for people. */
  readonly show: (answer: unknown, human: () => string) => void;
}

/** `--json`, for commands with or without a server. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print JSON for scripts');
}

/** `--url`, `--token` and `--json`. */
export function addRemoteOptions(command: Command): Command {
  return addJsonOption(
    command
      .addOption(new Option('--url <url>', 'address of the server (HEARTH_URL; default http://127.0.0.1:4040)'))
      .addOption(new Option('--token <token>', 'bearer token (better: HEARTH_TOKEN, which no process list shows)')),
  );
}

/** `--project` beside the options of `addRemoteOptions`. */
export function addProjectOptions(command: Command): Command {
  return addRemoteOptions(
    command.option('-p, --project <project>', 'number, slug or key of the project (HEARTH_PROJECT; default "default")'),
  );
}

/** The token that a command goes with; undefined for none. */
export const tokenOf = (io: Io, { token }: RemoteOptions): string | undefined =>
  token ?? nonEmpty(io.env['HEARTH_TOKEN']);

/** @throws CliError when the address is not a URL */
export function openRemote(io: Io, options: RemoteOptions): Remote {
  const token = tokenOf(io, options);
  const client = new ApiClient({ url: serverUrl(io, options.url), token, signal: io.signal });
  const show = (answer: unknown, human: () => string): void => {
    io.out(options.json === true ? `${JSON.stringify(answer, null, 2)}\n` : human());
  };
  return { client, style: chooseStyle(io.isTty, io.env), show };
}

/** The path of the project that a command speaks of, ready for more segments. */
export function projectPath(io: Io, options: ProjectOptions): string {
  const project = options.project ?? nonEmpty(io.env['HEARTH_PROJECT']) ?? 'default';
  return `/api/v1/projects/${encodeURIComponent(project)}`;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
