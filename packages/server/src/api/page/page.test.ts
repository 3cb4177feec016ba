import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import type { RowSource } from '../../store/readers/row-source.ts';
import { profileRowBytes } from '../../store/readers/testing/profile-row-bytes.ts';
import type { ProfileId } from '../../store/upload.ts';
import { NOON_MS, startFace, type TestFace } from '../testing/start-face.ts';
import { registerPage } from './register-page.ts';

const HOSTILE = '<script>alert(1)</script>';

const profile = {
  id: 'ab'.repeat(16) as ProfileId,
  app: HOSTILE,
  environment: 'production',
  release: '"1.0"',
  startMs: NOON_MS - 65_000,
  endMs: NOON_MS - 5_000,
  source: 'datadog',
  types: ['cpu'],
} as const;
/** Those that are listed. */
let profiles: readonly (typeof profile)[] = [];

/** Answers each question by its name, with what the test put there. */
const stored: Record<string, readonly object[]> = {};
const source: RowSource = {
  rows: async <Row>({ name }: { readonly name: string }) => {
    if (name === 'list-applications' && stored['down'] !== undefined) throw new HearthError('engine_unavailable');
    return (stored[name] ?? []) as readonly Row[];
  },
  binary: async ({ name }) => {
    if (name !== 'list-profiles') throw new Error(`not asked here: ${name}`);
    return Buffer.concat(profiles.map(profileRowBytes));
  },
};

describe('the page at /', () => {
  let face: TestFace;
  let token: string;

  beforeAll(async () => {
    face = await startFace(source);
    await registerPage(face.app, {
      catalog: face.catalog,
      questions: face.questions,
      publicUrl: undefined,
      now: () => NOON_MS,
    });
    token = await face.token(['project:read']);
  });
  afterAll(() => face.stop());

  it('tells whoever has no session how to get one, and nothing else', async () => {
    const answer = await face.get('/');
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('npx hearth link');
    expect(answer.body).not.toContain(face.ours.key);
    expect((await face.get('/', await face.token(['ingest']))).statusCode).toBe(401);
  });

  it('shows how to connect first as long as nothing came, with the real address and key', async () => {
    const answer = await face.app.inject({
      url: '/',
      headers: { host: 'hearth.internal:4040', authorization: `Bearer ${token}` },
    });
    expect(answer.statusCode).toBe(200);
    const [key] = await face.catalog.ingestKeys.list(face.ours.id);
    expect(answer.body).toContain(`DD_TRACE_AGENT_URL=http://hearth.internal:4040/t/${String(key?.key)}`);
    expect(answer.body).toContain(`BLACKFIRE_AGENT_SOCKET=tcp://hearth.internal:4040/t/${String(key?.key)}`);
    expect(answer.body.indexOf('id="connect"')).toBeLessThan(answer.body.indexOf('id="apps"'));
  });

  it('shows apps, profiles and drops, and lets nothing of an upload become markup', async () => {
    profiles = [profile];
    stored['list-applications'] = [
      {
        app: HOSTILE,
        type_names: ['cpu'],
        runtime_names: ['go'],
        environment_names: ['production'],
        profiles: 1234,
        last_seen_ms: NOON_MS - 65_000,
      },
    ];
    stored['ingest-summary'] = [
      {
        source: 'datadog',
        outcome: 'accepted',
        reason: '',
        app: HOSTILE,
        events: 1234,
        total_bytes: 1,
        last_ms: NOON_MS,
      },
      {
        source: 'datadog',
        outcome: 'dropped',
        reason: 'invalid_profile',
        app: HOSTILE,
        events: 7,
        total_bytes: 1,
        last_ms: NOON_MS,
      },
    ];
    stored['ingest-summary-refusals'] = [
      {
        at_ms: NOON_MS - 60_000,
        source: 'datadog',
        outcome: 'dropped',
        reason: 'invalid_profile',
        app: HOSTILE,
        events: 7,
        message: HOSTILE,
      },
    ];
    const { body, headers } = await face.get('/?project=default', token);
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).toContain('1\u202f234');
    expect(body).toContain('7 dropped');
    expect(body).toContain('1 min ago');
    expect(body.indexOf('id="connect"')).toBeGreaterThan(body.indexOf('id="apps"'));
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/,
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  it('says it in words when a project is not there or the engine is not up', async () => {
    expect((await face.get('/?project=theirs', token)).statusCode).toBe(404);
    stored['down'] = [];
    const answer = await face.get('/', token);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).toContain('The storage engine is starting.');
    delete stored['down'];
  });
});
