import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureId } from '../../catalog/ids.ts';
import { linkItem, newLink } from './schemas/file-link.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

let face: HearthFace;
let reader: string;
let writer: string;
let stranger: string;
let capture: CaptureId;
let running: CaptureId;

beforeAll(async () => {
  face = await startHearthFace({ publicUrl: 'https://hearth.example' });
  reader = await face.token(['project:read']);
  writer = await face.token(['project:write']);
  stranger = await face.token(['project:admin'], face.theirs);
  const { id: projectId, organizationId } = face.ours;
  const pipeline = await face.catalog.pipelines.create({ organizationId, projectId, name: 'etl', hosts: 2 });
  for (const ordinal of [0, 1]) face.captures.present.set(ordinal, { recorders: [] });
  const request = { durationSeconds: 1, who: 'the test' };
  capture = (await face.captures.request(pipeline, 0, request)).id;
  await face.captures.finish(capture, gzipSync('{"meta":{}}'));
  running = (await face.captures.request(pipeline, 1, request)).id;
});
afterAll(() => face.stop());

const make = async (body?: object, token = reader) => {
  const answer = await face.send('POST', `/api/v1/captures/${capture}/links`, token, body);
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.headers['cache-control']).toBe('no-store');
  const link = newLink.strict().parse(answer.json());
  return { ...link, path: link.url.replace('https://hearth.example', '') };
};

describe('a signed link', () => {
  it('opens the profile for a page of any origin, without a credential', async () => {
    const { path } = await make();
    const answer = await face.app.inject({ url: path, headers: { origin: 'https://profiler.example' } });
    expect([answer.statusCode, answer.body]).toEqual([200, '{"meta":{}}']);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
    });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await face.get(path.replace('profile.json', 'original'))).statusCode).toBe(200);
  });

  it('says where it leads and for how long', async () => {
    const link = await make({ seconds: 90 });
    expect(link.openUrl).toBe(`https://profiler.example/from-url/${encodeURIComponent(link.url)}`);
    expect(link.viewer).toBe('https://profiler.example');
    expect(link.notice).toContain('https://profiler.example');
    expect(Date.parse(link.expires) - Date.parse(link.created)).toBe(90_000);
    expect(link.madeBy).toMatch(/^token \d+ \(test\)$/);
  });

  it('keeps the path of the public address', async () => {
    const below = await startHearthFace({ publicUrl: 'https://tools.example/hearth/' });
    const { id: projectId, organizationId } = below.ours;
    const pipeline = await below.catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    below.captures.present.set(0, { recorders: [] });
    const { id } = await below.captures.request(pipeline, 0, { durationSeconds: 1, who: 'the test' });
    await below.captures.finish(id, gzipSync('{}'));
    const answer = await below.send('POST', `/api/v1/captures/${id}/links`, await below.token(['project:read']));
    const { url } = answer.json<{ readonly url: string }>();
    expect(url).toMatch(
      new RegExp(`^https://tools\\.example/hearth/api/v1/captures/${id}/profile\\.json\\?link=hearth_`),
    );
    await below.stop();
  });

  it('works for ten minutes when nobody says, and never for longer', async () => {
    const { created, expires } = await make();
    expect(Date.parse(expires) - Date.parse(created)).toBe(600_000);
    for (const body of [{ seconds: 601 }, { seconds: 0 }, { seconds: 1.5 }, { minutes: 1 }]) {
      const answer = await face.send('POST', `/api/v1/captures/${capture}/links`, reader, body);
      expect([body, answer.statusCode]).toEqual([body, 400]);
    }
  });

  it('opens nothing else', async () => {
    const { path } = await make();
    const code = new URL(path, 'http://x').search;
    for (const other of [`/api/v1/captures/${running}/profile.json`, `/api/v1/captures/${'0'.repeat(32)}/original`]) {
      const answer = await face.get(other + code);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'invalid_link']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    for (const other of [`/api/v1/captures/${capture}`, `/api/v1/captures/${capture}/links`, '/api/v1/captures']) {
      expect((await face.get(other + code)).statusCode).toBe(401);
    }
    for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
      expect((await face.send(method, path)).statusCode).toBe(404);
    }
    expect((await face.app.inject({ method: 'OPTIONS', url: path })).statusCode).toBe(404);
    expect((await face.app.inject({ method: 'HEAD', url: path })).statusCode).toBe(403);
  });

  it('is listed without its code, and revoked by those who may', async () => {
    const { id, path } = await make();
    const links = `/api/v1/captures/${capture}/links`;
    const listed = (await face.get(links, reader)).json<{ links: readonly unknown[] }>().links;
    expect(listed.map((link) => linkItem.strict().parse(link).id)).toContain(id);
    expect(JSON.stringify(listed)).not.toContain('hearth_');
    const another = await face.token(['project:read']);
    expect((await face.send('DELETE', `${links}/${id}`, another)).statusCode).toBe(403);
    expect((await face.send('DELETE', `${links}/${id}`, stranger)).statusCode).toBe(404);
    expect((await face.get(path)).statusCode).toBe(200);
    expect((await face.send('DELETE', `${links}/${id}`, reader)).statusCode).toBe(204);
    expect((await face.get(path)).json()).toMatchObject({ code: 'invalid_link' });
    expect((await face.send('DELETE', `${links}/${id}`, reader)).statusCode).toBe(404);
    const second = await make();
    expect((await face.send('DELETE', `${links}/${second.id}`, writer)).statusCode).toBe(204);
  });

  it('is made only for a file that is there, by those who may read it', async () => {
    const links = (id: string) => `/api/v1/captures/${id}/links`;
    expect((await face.send('POST', links(running), reader)).json()).toMatchObject({ code: 'capture_without_file' });
    expect((await face.send('POST', links(capture))).statusCode).toBe(401);
    expect((await face.send('POST', links(capture), await face.token(['ingest']))).statusCode).toBe(403);
    const { code } = face.fileLinks.make({
      file: { subject: 'x', key: 'x', organizationId: face.ours.organizationId, projectId: face.ours.id },
      tokenId: 1 as never,
      madeBy: 'x',
      seconds: 60,
    });
    expect((await face.send('POST', `${links(capture)}?link=${code}`)).statusCode).toBe(401);
  });

  it('ends with the token that made it', async () => {
    const [short] = [await face.token(['project:read'])];
    const { path } = await make(undefined, short);
    expect((await face.get(path)).statusCode).toBe(200);
    const [newest] = await face.catalog.tokens.list({ kind: 'all' });
    if (newest === undefined) throw new Error('no token');
    await face.catalog.tokens.revoke(newest.id, { kind: 'all' });
    expect((await face.get(path)).json()).toMatchObject({ code: 'invalid_link' });
  });

  it('is logged from beginning to end, and its code nowhere', async () => {
    const { id, path, url } = await make();
    await face.get(path);
    await face.send('DELETE', `/api/v1/captures/${capture}/links/${id}`, reader);
    const refused = await face.get(path);
    const ofLink = face.linkEvents.filter(({ link }) => link === id);
    expect(ofLink.map(({ kind }) => kind)).toEqual(['made', 'used', 'revoked']);
    const code = new URL(url).searchParams.get('link') ?? '';
    expect(code).toMatch(/^hearth_file_[0-9a-f]{64}$/);
    for (const said of [JSON.stringify(face.linkEvents), refused.body, JSON.stringify(refused.headers)]) {
      expect(said).not.toContain(code);
    }
  });
});
