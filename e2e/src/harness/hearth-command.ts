import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HearthServer } from './hearth-server.ts';

const command = fileURLToPath(new URL('../../../packages/cli/bin/hearth.js', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as in a checkout, told by the environment where the server is and who asks: its administrator. */
export const runHearth = (server: HearthServer, ...args: readonly string[]): Promise<CommandResult> =>
  runHearthWith(server, {}, ...args);

/** The same with other settings in the environment. */
export function runHearthWith(
  server: HearthServer,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], {
      env: { ...process.env, HEARTH_URL: server.url, HEARTH_TOKEN: server.adminToken, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
