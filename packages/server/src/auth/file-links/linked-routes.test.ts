import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationId, ProjectId, TokenId } from '../../catalog/ids.ts';
import { type Ask, type AuthFixture, bearer, startAuthFixture } from '../testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await startAuthFixture();
});
afterAll(() => fixture.close());

const [ours, other] = ['a'.repeat(32), 'b'.repeat(32)] as const;

const make = (tokenId = fixture.adminTokenId as TokenId) =>
  fixture.fileLinks.make({
    file: { subject: ours, key: ours, organizationId: 1 as OrganizationId, projectId: 1 as ProjectId },
    tokenId,
    madeBy: 'the test',
    seconds: 60,
  });

/** `status caller` or `status code`. */
const open = async (path: string, how: Ask = {}): Promise<string> => {
  const { status, json } = await fixture.ask(path, how);
  return `${String(status)} ${String(status === 200 ? json['caller'] : json['code'])}`;
};

describe('a signed link', () => {
  it('opens the route of its capture without a credential, on every listener', async () => {
    const { code } = make();
    for (const on of ['plain', 'unmarked', 'trusted', 'unix'] as const) {
      expect(await open(`/v1/captures/${ours}/file?link=${code}`, { on })).toBe('200 link');
    }
    const page = { origin: 'https://profiler.firefox.com', 'sec-fetch-site': 'cross-site' };
    expect(await open(`/v1/captures/${ours}/file?link=${code}`, { headers: page })).toBe('200 link');
  });

  it('opens no other capture, and nothing else at all', async () => {
    const { code } = make();
    expect(await open(`/v1/captures/${other}/file?link=${code}`)).toBe('403 invalid_link');
    expect(await open(`/v1/projects?link=${code}`)).toBe('401 unauthenticated');
    expect(await open(`/v1/projects/default/profiles?link=${code}`)).toBe('401 unauthenticated');
    expect(await open(`/auth/link?code=${code}`)).toBe('401 invalid_token');
    expect(await open('/v1/projects', { headers: bearer(code) })).toBe('401 invalid_token');
    expect(await open('/profiling/v1/input', { method: 'POST', headers: { 'dd-api-key': code } })).toBe(
      '401 invalid_token',
    );
  });

  it.each(['HEAD', 'DELETE', 'POST', 'PUT'])('does not open it with %s', async (method) => {
    const { code } = make();
    const { status } = await fixture.ask(`/v1/captures/${ours}/file?link=${code}`, { method });
    expect(status).toBe(['HEAD', 'DELETE'].includes(method) ? 403 : 404);
  });

  it('that does not work is refused alike, whatever is wrong with it', async () => {
    const { code, link } = make();
    fixture.fileLinks.revoke(link.file.subject, link.id, 'the test');
    const refusals = await Promise.all(
      [`link=${code}`, 'link=', 'link=x', 'link=a&link=b', `link=hearth_file_${'0'.repeat(64)}`].map(async (query) => {
        const { status, body } = await fixture.ask(`/v1/captures/${ours}/file?${query}`);
        return `${String(status)} ${body}`;
      }),
    );
    expect(new Set(refusals)).toEqual(new Set(['403 {"code":"invalid_link"}']));
  });

  it('is never replaced by what else a request carries, and never beside it', async () => {
    const path = `/v1/captures/${ours}/file`;
    const headers = bearer(fixture.secrets.admin);
    const cookie = { cookie: await fixture.signIn(['project:read']) };
    expect(await open(path, { headers })).toBe('200 token');
    expect(await open(path, { headers: cookie })).toBe('200 session');
    expect(await open(`${path}?link=x`, { headers })).toBe('401 multiple_credentials');
    expect(await open(`${path}?link=${make().code}`, { headers })).toBe('401 multiple_credentials');
    expect(await open(`${path}?link=x`, { headers: cookie })).toBe('403 invalid_link');
    expect(await open(`${path}?link=${make().code}`, { headers: cookie })).toBe('200 link');
  });

  it('ends with the token that made it', async () => {
    const { token } = await fixture.catalog.tokens.create({
      name: 'short',
      scopes: ['project:read'],
      organizationId: 1 as OrganizationId,
    });
    const path = `/v1/captures/${ours}/file?link=${make(token.id).code}`;
    expect(await open(path)).toBe('200 link');
    await fixture.catalog.tokens.revoke(token.id, { kind: 'all' });
    expect(await open(path)).toBe('403 invalid_link');
  });
});
