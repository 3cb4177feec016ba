import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../fixtures/work.c', import.meta.url));

interface Told {
  readonly rounds: number;
  readonly cpuNanos: number;
}

/** A native program that says how much it has done and what CPU that took. */
export class WorkProgram {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hearth-bench-work-'));
  readonly #child: ChildProcess;
  #told: Told = { rounds: 0, cpuNanos: 0 };

  constructor() {
    const program = join(this.#folder, 'work');
    execFileSync('gcc', ['-g', '-O1', '-fno-omit-frame-pointer', '-o', program, source, '-lpthread']);
    const child = spawn(program, [], { stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface(child.stdout).on('line', (line) => {
      const [rounds, cpuNanos] = line.split(' ').map(Number);
      this.#told = { rounds: rounds ?? 0, cpuNanos: cpuNanos ?? 0 };
    });
    this.#child = child;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Rounds done in each second of CPU while `during` goes on. */
  async pace(during: () => Promise<void>): Promise<number> {
    const before = this.#told;
    await during();
    const after = this.#told;
    return ((after.rounds - before.rounds) / (after.cpuNanos - before.cpuNanos)) * 1e9;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
