import { copyFile, readFile } from 'node:fs/promises';
import type { LocalRecording, RecordedCommand } from '@hearth/agent';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { sizeText } from '../output/size-text.ts';

/** Sends the bytes of a profile into its project. */
export type SendRecording = (
  bytes: Uint8Array,
  times: { readonly startedAtMs: number; readonly endedAtMs: number },
) => Promise<{ readonly id: string; readonly duplicate: boolean }>;

/** What became of a profile; a part of `--json`. */
export interface Kept {
  /** Where it lies on this machine. */
  readonly file?: string;
  readonly upload?: { readonly id: string; readonly duplicate: boolean };
  /** Why it is not where it was to go. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface KeepOptions {
  readonly app: string;
  /** Where a copy goes. */
  readonly output: string | undefined;
  readonly send: SendRecording | undefined;
}

/**
 * Saves and sends a profile. One that cannot be sent is saved in any case, and one that cannot be saved stays where the
 * recorder left it: the command may have run for hours.
 */
export async function keepRecording({ path, facts }: LocalRecording, options: KeepOptions): Promise<Kept> {
  const { app, output, send } = options;
  const saved = output === undefined ? {} : await save(path, output);
  if (send === undefined) return saved;
  try {
    return { ...saved, upload: await send(await readFile(path), facts) };
  } catch (error) {
    const time = new Date(facts.startedAtMs).toISOString().replaceAll(/[:.]/g, '-');
    const { file } =
      saved.file === undefined ? await save(path, `${app.replaceAll(/[^\w.-]/g, '_')}-${time}.json.gz`) : saved;
    return { ...(file === undefined ? {} : { file }), error: errorOf(error) };
  }
}

async function save(path: string, file: string): Promise<Kept> {
  try {
    await copyFile(path, file);
    return { file };
  } catch (error) {
    return { file: path, error: { code: 'unwritable_file', message: errorOf(error).message } };
  }
}

function errorOf(error: unknown): NonNullable<Kept['error']> {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof CliError ? error.code : 'failure', message };
}

export interface Reporter {
  readonly io: Io;
  /** One line for people, beside what the command itself says. */
  readonly say: (line: string) => void;
  readonly isJson: boolean;
}

/** Says what was recorded and where it is. */
export function reportRecording(
  { io, say, isJson }: Reporter,
  app: string,
  recorded: RecordedCommand,
  kept: Kept,
): void {
  const { exitCode, recording, failure } = recorded;
  const { recorder, samples, symbolicated, sizeBytes: bytes, warnings = [] } = recording?.facts ?? {};
  if (isJson) {
    const facts = recording === undefined ? {} : { recorder, samples, symbolicated, bytes, warnings };
    io.out(`${JSON.stringify({ app, exitCode, ...facts, ...kept, ...(failure && { error: failure }) }, null, 2)}\n`);
    return;
  }
  if (failure !== undefined) say([failure.message, failure.detail].filter(Boolean).join(' '));
  for (const warning of warnings) say(warning);
  if (bytes !== undefined)
    say(`${samples === undefined ? '' : `${samples} ${samples === 1 ? 'sample' : 'samples'}, `}${sizeText(bytes)}`);
  if (kept.error !== undefined) say(`${kept.error.message}`);
  if (kept.file !== undefined) say(`the profile is in ${kept.file}`);
  if (kept.upload !== undefined) say(`profile ${kept.upload.id} of app ${app}`);
  else if (kept.error !== undefined) say(`to send it: hearth push --app ${app} ${kept.file ?? ''}`);
}
