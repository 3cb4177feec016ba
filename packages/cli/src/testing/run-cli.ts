import type { ExitCode } from '../exit-code.ts';
import { run } from '../run.ts';
import { type FakeIoOptions, fakeIo } from './fake-io.ts';

export interface CliResult {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process against a terminal that remembers. */
export async function runCli(argv: readonly string[], options: FakeIoOptions = {}): Promise<CliResult> {
  const fake = fakeIo(options);
  const exitCode = await run(argv, fake.io);
  return { exitCode, out: fake.out(), err: fake.err() };
}

/** The same for a command that writes a file to standard output. */
export async function runCliForBytes(
  argv: readonly string[],
  options: FakeIoOptions = {},
): Promise<CliResult & { readonly outBytes: Buffer }> {
  const fake = fakeIo(options);
  const exitCode = await run(argv, fake.io);
  return { exitCode, out: fake.out(), outBytes: fake.outBytes(), err: fake.err() };
}
