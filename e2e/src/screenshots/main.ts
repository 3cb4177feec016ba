import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HearthApi } from '../harness/hearth-api.ts';
import { HearthServer } from '../harness/hearth-server.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { WebSession } from '../web/web-session.ts';
import { Photographer } from './photographer.ts';
import { shotsOf } from './shots.ts';

/**
 * `npm run screenshots`: the pictures of the documentation, of the real application on the demo's data, into `docs/images/`.
 * `--all DIR` takes every place in both themes, and at 400 pixels, into another folder; `--only NAME` one of them.
 */
const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string' } } });
const directory = values.all ?? fileURLToPath(new URL('../../../docs/images', import.meta.url));
mkdirSync(directory, { recursive: true });

const server = await HearthServer.start({ args: ['--demo'] });
try {
  process.exitCode = (await takeAll()) ? 0 : 1;
} finally {
  await server.dispose();
}

/** Whether every picture could be taken. */
async function takeAll(): Promise<boolean> {
  await waitUntil(() => server.output.text.includes('"outcome":"seeded"'), { what: 'the demo', timeoutMs: 180_000 });
  const api = new HearthApi(server.url, server.adminToken);
  const [profile] = await waitUntil(
    async () => {
      const profiles = await api.listProfiles('demo', { app: 'checkout' });
      return profiles.length > 0 && profiles;
    },
    { what: 'profiles of checkout' },
  );
  const web = await WebSession.open(server.url);
  await web.signIn(server.adminToken);
  const photographer = new Photographer(web, '/o/1/p/demo');
  let isWhole = true;
  const attempt = async (name: string, take: () => Promise<number>): Promise<void> => {
    try {
      process.stdout.write(`${name}: ${String(Math.round((await take()) / 1000))} kB\n`);
    } catch (error) {
      isWhole = false;
      process.stderr.write(`${name}: ${String(error)}\n`);
    }
  };
  const shots = shotsOf({ profileId: profile!.id }).filter(({ name }) => (values.only ?? name) === name);
  for (const shot of shots) {
    if (values.all === undefined) {
      const theme = shot.documented;
      if (theme !== undefined) await attempt(shot.name, async () => photographer.take(shot, theme, directory));
      continue;
    }
    for (const theme of ['dark', 'light'] as const) {
      await attempt(`${shot.name} ${theme}`, async () => photographer.take(shot, theme, directory));
    }
    await attempt(`${shot.name} narrow`, async () => photographer.take(shot, 'light', directory, 400));
  }
  await web.close();
  return isWhole;
}
