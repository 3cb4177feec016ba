import { execFile } from 'node:child_process';

export interface ToolOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A recorder that is asked for its version answers at once; a loaded machine may take seconds to load it. */
const TOOL_TIMEOUT_MS = 20_000;

/** Runs a program for its output. Never throws: `code` is null when it could not be run or had to be killed. */
export async function runTool(program: string, args: readonly string[]): Promise<ToolOutput> {
  return new Promise((resolve) => {
    const options = { timeout: TOOL_TIMEOUT_MS, env: { ...process.env, LC_ALL: 'C' } };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr: stderr || (error === null ? '' : error.message) });
    });
  });
}
