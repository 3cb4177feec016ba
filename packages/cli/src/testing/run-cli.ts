import type { ExitCode } from '../exit-code.ts';
import { run } from '../run.ts';
import { fakeIo } from './fake-io.ts';

export interface CliResult {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process against a terminal that remembers. */
export async function runCli(
  argv: readonly string[],
  options: { readonly env?: Record<string, string>; readonly stdin?: string } = {},
): Promise<CliResult> {
  const fake = fakeIo(options);
  const exitCode = await run(argv, fake.io);
  return { exitCode, out: fake.out(), err: fake.err() };
}
