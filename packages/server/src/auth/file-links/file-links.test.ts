import { beforeEach, describe, expect, it } from 'vitest';
import type { OrganizationId, ProjectId, TokenId } from '../../catalog/ids.ts';
import { redact, redactUrl } from '../redact.ts';
import { FileLinks, type LinkEvent, MAX_LINK_SECONDS, MAX_LINKS_OF_TOKEN } from './file-links.ts';
import { linkCodeOf } from './link-parameter.ts';

const file = (name: string) => ({
  subject: `profile ${name}`,
  key: `${name} as json`,
  organizationId: 1 as OrganizationId,
  projectId: 1 as ProjectId,
});
const [ours, other] = [file('a'), file('b')];
const token = (id: number) => id as TokenId;

let nowMs = 0;
let dead: number[] = [];
let events: LinkEvent[] = [];
let links: FileLinks;

beforeEach(() => {
  [nowMs, dead, events] = [1_000_000, [], []];
  links = new FileLinks({
    isLive: async (id) => !dead.includes(id),
    onEvent: (event) => events.push(event),
    now: () => nowMs,
  });
});

const make = (seconds = 60, tokenId = token(7)) => links.make({ file: ours, tokenId, madeBy: 'token 7 (ci)', seconds });

describe('a signed link', () => {
  it('opens its file, as often as one likes, until it expires', async () => {
    const { code, link } = make(60);
    expect(await links.verify(code, ours.key)).toEqual(link);
    nowMs += 59_999;
    expect(await links.verify(code, ours.key)).toEqual(link);
    nowMs += 1;
    expect(await links.verify(code, ours.key)).toBeUndefined();
    expect(links.list(ours.subject)).toEqual([]);
  });

  it('lives for ten minutes at most, whatever is asked', async () => {
    const { code, link } = make(1e9);
    expect(link.expiresMs - link.createdMs).toBe(MAX_LINK_SECONDS * 1_000);
    nowMs += 600_000;
    expect(await links.verify(code, ours.key)).toBeUndefined();
  });

  it('opens no other file', async () => {
    const { code } = make();
    expect(await links.verify(code, other.key)).toBeUndefined();
    expect(await links.verify(code, '')).toBeUndefined();
  });

  it('ends when it is revoked, and only by what it belongs to', async () => {
    const [{ code, link }, second] = [make(), make()];
    expect(links.revoke(other.subject, link.id, 'somebody')).toBe(false);
    expect(await links.verify(code, ours.key)).toEqual(link);
    expect(links.revoke(ours.subject, link.id, 'token 8')).toBe(true);
    expect(links.revoke(ours.subject, link.id, 'token 8')).toBe(false);
    expect(await links.verify(code, ours.key)).toBeUndefined();
    expect(await links.verify(second.code, ours.key)).toEqual(second.link);
  });

  it('that is revoked while its token is looked up opens nothing', async () => {
    let found = (): void => undefined;
    const slow = new FileLinks({ isLive: () => new Promise((resolve) => (found = () => resolve(true))) });
    const { code, link } = slow.make({ file: ours, tokenId: token(7), madeBy: 'x', seconds: 60 });
    const verified = slow.verify(code, ours.key);
    slow.revoke(ours.subject, link.id, 'x');
    found();
    expect(await verified).toBeUndefined();
  });

  it('ends with the token that made it', async () => {
    const { code } = make();
    dead.push(7);
    expect(await links.verify(code, ours.key)).toBeUndefined();
  });

  it('does not survive a restart', async () => {
    const { code } = make();
    expect(await new FileLinks({ isLive: async () => true }).verify(code, ours.key)).toBeUndefined();
  });

  it.each(['', 'x', `hearth_file_${'0'.repeat(64)}`])('is not %j', async (code) => {
    make();
    expect(await links.verify(code, ours.key)).toBeUndefined();
  });

  it('pushes the oldest of its token out beyond the limit, and nobody else’s', async () => {
    const foreign = make(60, token(8));
    const first = make();
    for (let n = 1; n < MAX_LINKS_OF_TOKEN; n++) make();
    expect(await links.verify(first.code, ours.key)).toBeDefined();
    const last = make();
    expect(await links.verify(first.code, ours.key)).toBeUndefined();
    expect(await links.verify(last.code, ours.key)).toEqual(last.link);
    expect(await links.verify(foreign.code, ours.key)).toEqual(foreign.link);
  });

  it('is logged when it is made, used and revoked, without its code', async () => {
    const { code, link } = make();
    await links.verify(code, ours.key);
    await links.verify(code, other.key);
    links.revoke(ours.subject, link.id, 'token 8');
    const common = { link: link.id, file: ours.subject, madeBy: 'token 7 (ci)' };
    expect(events).toEqual([
      { kind: 'made', ...common },
      { kind: 'used', ...common },
      { kind: 'revoked', ...common, who: 'token 8' },
    ]);
    expect(JSON.stringify(events)).not.toContain(code);
  });
});

describe('the code of a link', () => {
  it('is blanked wherever it is quoted', () => {
    const { code } = make();
    const address = `/api/v1/captures/${'a'.repeat(32)}/profile.json?link=${code}`;
    expect(redactUrl(address)).not.toContain(code);
    expect(
      redactUrl(`https://viewer.example/from-url/${encodeURIComponent(`https://h.example${address}`)}/`),
    ).not.toContain(code);
    expect(redact(`GET ${address} failed`)).not.toContain(code);
  });

  it('is looked for in one parameter; one that is given twice is wrong, not absent', () => {
    expect(linkCodeOf({ link: 'x', other: 'y' })).toBe('x');
    expect(linkCodeOf({ link: ['x', 'y'] })).toBe('');
    expect(linkCodeOf({ token: 'x' })).toBeUndefined();
    expect(linkCodeOf(undefined)).toBeUndefined();
  });
});
