import { afterEach, describe, expect, it } from 'vitest';
import { type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const last = '2026-11-21T11:59:30.000Z';
const tally = { source: 'datadog', reason: '', app: 'orders', count: 12, bytes: 491_520, last };
const refusal = {
  at: last,
  source: 'datadog',
  outcome: 'dropped',
  reason: 'missing_event',
  app: '',
  count: 1,
  message: 'The upload has no event.json part.\u0007',
};

describe('hearth drops', () => {
  it('shows what was refused beside what was accepted', async () => {
    const tallies = [
      { ...tally, outcome: 'accepted' },
      { ...tally, outcome: 'dropped', reason: 'missing_event', app: '', count: 1, bytes: 100 },
    ];
    server = await fakeServer(() => ({ body: { from: last, to: last, tallies, refusals: [refusal] } }));
    const { out } = await runCli(['drops', '--url', server.url, '--from', '1h']);
    expect(server.seen[0]?.url).toBe('/api/v1/projects/default/ingest?from=2026-11-21T11%3A00%3A00.000Z');
    expect(out).toMatchSnapshot();
    expect(out).not.toContain('\u0007');
  });

  it('leaves the range to the server when none is given', async () => {
    server = await fakeServer(() => ({ body: { tallies: [], refusals: [] } }));
    expect((await runCli(['drops', '--url', server.url])).out).toBe('No uploads in this range.\n');
    expect(server.seen[0]?.url).toBe('/api/v1/projects/default/ingest');
  });
});
