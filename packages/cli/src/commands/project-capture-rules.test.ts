import { afterEach, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { type CliResult, runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function rules(...argv: readonly string[]): Promise<CliResult> {
  server = await fakeServer(() => ({ body: { startedBy: 'write', afterFailure: 'report' } }));
  return runCli(['project', 'capture-rules', 'web shop', ...argv, '--url', server.url]);
}

it('shows the rules of a project', async () => {
  const { out } = await rules();
  expect(server?.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /api/v1/projects/web%20shop/capture-rules',
  ]);
  expect(out).toBe('started by       the role write, and above\nafter a failure  it is reported\n');
  expect(JSON.parse((await rules('--json')).out)).toEqual({ startedBy: 'write', afterFailure: 'report' });
});

it('changes what is named and nothing else', async () => {
  await rules('--started-by', 'write');
  const [request] = server?.seen ?? [];
  expect(request?.method).toBe('PATCH');
  expect(JSON.parse(request?.body.toString() ?? '')).toEqual({ startedBy: 'write' });
});

it('knows no other answers', async () => {
  expect((await rules('--after-failure', 'nothing')).exitCode).toBe(exitCodes.usage);
  expect(server?.seen).toEqual([]);
});
