import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const profile = {
  id: '0123456789abcdef0123456789abcdef',
  numericId: 7,
  app: 'orders',
  environment: 'staging',
  release: null,
  start: '2026-11-21T11:00:00.000Z',
  end: '2026-11-21T11:01:00.000Z',
  types: ['cpu', 'samples'],
  source: 'datadog',
};

describe('hearth profiles', () => {
  it('asks for what was said and lists it', async () => {
    server = await fakeServer(() => ({ body: { profiles: [profile], next: 'abc' } }));
    const { out } = await runCli(['profiles', '--url', server.url, '--app', 'orders', '--from', '2h', '--limit', '5']);
    expect(server.seen[0]?.url).toBe(
      '/api/v1/projects/default/profiles?app=orders&from=2026-11-21T10%3A00%3A00.000Z&limit=5',
    );
    expect(out).toMatchSnapshot();
  });

  it("gives scripts the server's own answer", async () => {
    server = await fakeServer(() => ({ body: { profiles: [profile], next: null } }));
    const env = { HEARTH_URL: server.url, HEARTH_PROJECT: 'shop' };
    const { out } = await runCli(['profiles', '--json'], { env });
    expect(server.seen[0]?.url).toContain('/projects/shop/');
    expect(JSON.parse(out)).toEqual({ profiles: [profile], next: null });
  });

  it('lists the largest with their values', async () => {
    const type = { name: 'wall', unit: 'nanoseconds', aggregation: 'sum' };
    server = await fakeServer(() => ({ body: { profiles: [{ ...profile, value: 1_250_000_000 }], type, next: null } }));
    const argv = ['profiles', '--url', server.url, '--largest', '--type', 'wall', '--source', 'datadog', '--to', '1h'];
    const { out } = await runCli(argv);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/api/v1/projects/default/profiles/search' });
    expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({
      selector: { type: 'wall', to: '2026-11-21T11:00:00.000Z' },
      source: 'datadog',
      order: 'value',
      limit: 20,
    });
    expect(out).toMatchSnapshot();
  });

  it('says so when there are none', async () => {
    server = await fakeServer(() => ({ body: { profiles: [], next: null } }));
    expect((await runCli(['profiles', '--url', server.url])).out).toBe('No profiles.\n');
  });
});
