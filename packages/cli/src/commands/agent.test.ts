import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { runCli } from '../testing/run-cli.ts';

const host = ['--token', 't', '--pipeline', 'etl', '--ordinal', '0'];

describe('hearth agent', () => {
  it.each([
    [['--pipeline', 'etl', '--ordinal', '0', '--pid', '5'], 'needs a token'],
    [['--token', 't', '--ordinal', '0', '--pid', '5'], "required option '--pipeline <name>' not specified"],
    [['--token', 't', '--pipeline', 'etl', '--pid', '5'], "required option '--ordinal <n>' not specified"],
    [['--token', 't', '--pipeline', '-etl-', '--ordinal', '0', '--pid', '5'], '1 to 63 letters'],
    [['--token', 't', '--pipeline', 'etl', '--ordinal', '-1', '--pid', '5'], 'whole number from 0'],
    [host, 'exactly one target'],
    [[...host, '--match', ''], 'exactly one target'],
    [[...host, '--pid', '5', '--match', 'x'], 'exactly one target'],
    [[...host, '--pid', '5', '--', 'true'], 'exactly one target'],
    [[...host, '--pid', '0'], 'whole number from 2'],
    [[...host, '--pid', '1'], 'whole number from 2'],
    [[...host, '--pid', '-7'], 'whole number from 2'],
    [[...host, '--pid', 'abc'], 'whole number from 2'],
    [[...host, '--pid', '5', '--server', 'ftp://x'], 'not an http or https URL'],
    [[...host, '--pid', '5', '--recorder', 'gdb'], 'samply, perf'],
  ])('%j is a usage error', async (argv, message) => {
    const { exitCode, err } = await runCli(['agent', ...argv]);
    expect(err).toContain(message);
    expect(exitCode).toBe(exitCodes.usage);
  });
});
