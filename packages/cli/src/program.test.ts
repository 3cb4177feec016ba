import { describe, expect, it } from 'vitest';
import { describeProgram } from './describe-program.ts';
import { exitCodes } from './exit-code.ts';
import { run } from './run.ts';
import { fakeIo } from './testing/fake-io.ts';
import { fakeServer } from './testing/fake-server.ts';
import { runCli } from './testing/run-cli.ts';

describe('help', () => {
  it('of the command reads as kept', async () => {
    const { exitCode, out } = await runCli(['--help']);
    expect(exitCode).toBe(exitCodes.ok);
    expect(out).toMatchSnapshot();
  });

  it.each(describeProgram().commands.map(({ name, help }) => [name, help] as const))(
    'of %s reads as kept',
    (_name, help) => {
      expect(help).toContain('Examples:');
      expect(help).toMatchSnapshot();
    },
  );

  it.each(['capture', 'organization', 'pipeline', 'project', 'retention', 'token'])(
    'of the commands of %s has examples',
    async (group) => {
      expect((await runCli([group, '--help'])).out).toContain('Examples:');
    },
  );

  it('is shown with exit code 2 when no command is given', async () => {
    const { exitCode, err } = await runCli([]);
    expect(exitCode).toBe(exitCodes.usage);
    expect(err).toContain('Usage: hearth');
  });

  it('of serve is not the server starting', async () => {
    const { exitCode, out } = await runCli(['serve', '--help']);
    expect(exitCode).toBe(exitCodes.ok);
    expect(out).toContain('Usage: hearth serve');
  });
});

describe('errors', () => {
  it.each([
    [['nothing'], "unknown command 'nothing'"],
    [['profiles', '--nope'], "unknown option '--nope'"],
    [['profiles', '--limit', '1001'], 'whole number from 1 to 1000'],
    [['profiles', '--from', 'yesterday'], '--from: yesterday is not a time'],
    [['push', 'x.pprof'], "required option '-a, --app <name>' not specified"],
    [['profiles', '--url', 'ftp://x'], '--url: ftp://x is not an http or https URL'],
    [['token', 'revoke', 'x'], 'whole number'],
  ])('%j is a usage error', async (argv, message) => {
    const { exitCode, err } = await runCli(argv);
    expect(exitCode).toBe(exitCodes.usage);
    expect(err).toContain(message);
  });

  it('say where no server answers, with its own exit code', async () => {
    const env = { HEARTH_URL: 'http://127.0.0.1:1' };
    const { exitCode, err } = await runCli(['profiles'], { env });
    expect(exitCode).toBe(exitCodes.unreachable);
    expect(err).toMatch(/^error: No Hearth server answers at http:\/\/127\.0\.0\.1:1 .*\nStart one with `npm start`/);
  });

  it('are JSON for scripts', async () => {
    const server = await fakeServer(() => ({ status: 403, body: { code: 'forbidden', detail: 'No.' } }));
    const { exitCode, out, err } = await runCli(['profiles', '--json', '--url', server.url]);
    expect(exitCode).toBe(exitCodes.refused);
    expect(out).toBe('');
    expect(JSON.parse(err)).toEqual({
      error: {
        code: 'forbidden',
        message: 'No. (403 forbidden)',
        hint: expect.stringContaining('hearth token list'),
        status: 403,
      },
    });
    await server.close();
  });

  it.each([
    [['profiles', '--json', '--nope'], "unknown option '--nope'"],
    [['top', '--json', '-n', '0'], 'whole number from 1 to 1000'],
    [['token', '--json'], "unknown option '--json'"],
    [['profiles', '--json', '--from', 'yesterday'], '--from: yesterday is not a time'],
  ])('are JSON for scripts also where the command line is wrong: %j', async (argv, message) => {
    const { exitCode, out, err } = await runCli(argv);
    expect([exitCode, out]).toEqual([exitCodes.usage, '']);
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'invalid_argument', message: expect.stringContaining(message) },
    });
  });

  it('are text when --json is an argument of another program', async () => {
    const { exitCode, err } = await runCli(['record', '--rate', '0', '--', 'other', '--json']);
    expect([exitCode, err.startsWith('error: ')]).toEqual([exitCodes.usage, true]);
  });

  it('is none of them when cancelled', async () => {
    const fake = fakeIo();
    const server = await fakeServer(() => {
      fake.abort();
      return undefined;
    });
    expect(await run(['profiles', '--url', server.url], fake.io)).toBe(exitCodes.cancelled);
    await server.close();
  });
});

describe('version', () => {
  it('prints what is installed', async () => {
    const { out } = await runCli(['version', '--json']);
    expect(JSON.parse(out)).toMatchObject({ hearth: '0.1.0', node: process.versions.node });
  });
});
