import { spawn } from 'node:child_process';
import { OutputBuffer } from './output-buffer.ts';

export interface ClientRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Ends a client that hangs. */
  readonly timeoutMs: number;
}

/** Variables of this machine that would change what a profiler does. */
const foreignVariables = /^(DD_|BLACKFIRE_|PLATFORM_|OTEL_|PYTHON|NODE_OPTIONS|NODE_PATH|VITEST|HEARTH_)/;

/** Runs a real profiler's program to its end; returns its whole output and how it ended. */
export function runClient(run: ClientRun): Promise<{ readonly output: string; readonly ended: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(run.command, run.args, {
      cwd: run.cwd,
      env: { ...Object.fromEntries(inherited), ...run.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: run.timeoutMs,
    });
    const output = new OutputBuffer();
    output.collect(child.stdout);
    output.collect(child.stderr);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ output: output.text, ended: signal ?? `exit ${code}` }));
  });
}
