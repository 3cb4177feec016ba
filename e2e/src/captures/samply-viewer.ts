import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { samplyProgram } from '@hearth/agent/testing';
import { OutputBuffer } from '../harness/output-buffer.ts';
import { waitUntil } from '../harness/wait-until.ts';

/** `samply load --no-open FILE`, and what its server answers. */
export class SamplyViewer {
  readonly #base: string;
  readonly #end: () => Promise<number | null>;

  private constructor(base: string, end: () => Promise<number | null>) {
    this.#base = base;
    this.#end = end;
  }

  static async open(file: string): Promise<SamplyViewer> {
    const child = spawn(samplyProgram, ['load', '--no-open', '--port', '43000+', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = new OutputBuffer();
    output.collect(child.stdout);
    output.collect(child.stderr);
    const address = await waitUntil(() => /symbolServer=(\S+)/.exec(output.text)?.[1], {
      what: 'the address of samply',
    });
    return new SamplyViewer(decodeURIComponent(address), async () => {
      const ended = once(child, 'close');
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    });
  }

  async profile<T>(): Promise<T> {
    const answer = await fetch(`${this.#base}/profile.json`);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Function names of addresses in one library, outermost last where they are inlined. */
  async symbolicate(debugName: string, breakpadId: string, addresses: readonly number[]): Promise<unknown> {
    const job = { memoryMap: [[debugName, breakpadId]], stacks: [addresses.map((address) => [0, address])] };
    const answer = await fetch(`${this.#base}/symbolicate/v5`, {
      method: 'POST',
      body: JSON.stringify({ jobs: [job] }),
    });
    return answer.json();
  }

  /** @returns its exit status */
  close(): Promise<number | null> {
    return this.#end();
  }
}
