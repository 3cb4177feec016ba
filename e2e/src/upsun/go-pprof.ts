import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../install/run-command.ts';

/** A line of `go tool pprof -top`, in the unit of the profile: what a function has itself, and with what it calls. */
export interface GoFunction {
  readonly flat: number;
  readonly cum: number;
}

/** All functions of a compressed pprof by their names, as Go's own tool counts them: a recursion once. */
export async function goTop(file: Uint8Array, unit: string): Promise<ReadonlyMap<string, GoFunction>> {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-e2e-pprof-'));
  try {
    const path = join(folder, 'merged.pb.gz');
    writeFileSync(path, file);
    const options = ['-top', '-nodefraction=0', '-nodecount=100000', `-unit=${unit}`, '-symbolize=none'];
    const text = await runCommand('go', ['tool', 'pprof', ...options, path], {
      env: { PPROF_TMPDIR: folder },
    });
    const line = /^\s*(-?[\d.]+)\w*\s+\S+%\s+\S+%\s+(-?[\d.]+)\w*\s+\S+%\s+(.+?)(?: \(inline\))?$/gm;
    return new Map(
      [...text.matchAll(line)].map(([, flat, cum, name]) => [name!, { flat: Number(flat), cum: Number(cum) }]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
