import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../dist/testing/server-stand-in.js', import.meta.url));

/** A process of its own and the line it printed first. */
export interface StandIn {
  readonly child: ChildProcess;
  readonly said: Readonly<Record<string, unknown>>;
}

/** Runs the built `server-stand-in` and waits for its line. */
export async function startStandIn(...words: readonly string[]): Promise<StandIn> {
  const child = spawn(process.execPath, [SCRIPT, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null) break;
    return { child, said: { ...said } };
  }
  throw new Error('the stand-in ended without a word');
}
