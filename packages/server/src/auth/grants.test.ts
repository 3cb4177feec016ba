import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import type { OrganizationId, ProjectId } from '../catalog/ids.ts';
import { type Scope, scopes } from '../catalog/scope.ts';
import type { Caller } from './caller.ts';
import { chooseProject } from './choose-project.ts';
import { assertMayGrant } from './grants.ts';
import { impliedScopes } from './scopes.ts';
import { type AuthFixture, startAuthFixture } from './testing/auth-fixture.ts';

const organizationId = 1 as OrganizationId;
const project = (id: number) => id as ProjectId;
const caller = (given: readonly Scope[], reach: Caller['reach']): Caller => ({
  kind: 'token',
  scopes: impliedScopes(given),
  reach,
});

describe('impliedScopes', () => {
  const cases: readonly [Scope, readonly Scope[]][] = [
    ['ingest', ['ingest']],
    ['project:read', ['project:read']],
    ['project:releases', ['project:releases']],
    ['project:write', ['ingest', 'project:read', 'project:write', 'project:releases']],
    ['project:admin', ['ingest', 'project:read', 'project:write', 'project:admin', 'project:releases']],
    ['org:read', ['project:read', 'org:read']],
    ['org:ci', ['org:ci', 'project:releases']],
    ['org:write', ['ingest', 'project:read', 'project:write', 'project:releases', 'org:read', 'org:write', 'org:ci']],
    // Not `agent`: it is bound to a pipeline, and nobody is an agent by the way.
    ['org:admin', scopes.filter((scope) => scope !== 'agent')],
    ['agent', ['agent']],
  ];
  it.each(cases)('%s', (given, expected) => {
    expect([...impliedScopes([given])].sort()).toEqual([...expected].sort());
  });
});

describe('assertMayGrant', () => {
  const one = caller(['project:admin'], { kind: 'project', organizationId, projectId: project(1) });
  const organization = caller(['org:write'], { kind: 'organization', organizationId });
  const allowed = (who: Caller, grant: Parameters<typeof assertMayGrant>[1]) => {
    try {
      assertMayGrant(who, grant);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'forbidden' });
      return false;
    }
  };
  it('lets nobody hand on more than they hold', () => {
    expect(allowed(one, { scopes: ['project:read'], organizationId, projectId: project(1) })).toBe(true);
    expect(allowed(one, { scopes: ['project:read'], organizationId })).toBe(false);
    expect(allowed(one, { scopes: ['project:read'], organizationId, projectId: project(2) })).toBe(false);
    expect(allowed(one, { scopes: ['org:read'], organizationId, projectId: project(1) })).toBe(false);
    expect(allowed(organization, { scopes: ['project:write'], organizationId, projectId: project(2) })).toBe(true);
    expect(allowed(organization, { scopes: ['org:read', 'org:admin'], organizationId })).toBe(false);
    expect(allowed(organization, { scopes: ['org:read'], organizationId: 2 as OrganizationId })).toBe(false);
  });
});

describe('chooseProject', () => {
  let fixture: AuthFixture;
  let catalog: Catalog;
  beforeAll(async () => {
    fixture = await startAuthFixture();
    catalog = fixture.catalog;
  });
  afterAll(() => fixture.close());

  it('lets a name choose among what the caller may use, and nothing else', async () => {
    const bound = caller(['project:read'], { kind: 'project', organizationId, projectId: project(2) });
    const broad = caller(['project:read'], { kind: 'organization', organizationId });
    const other = caller(['project:read'], { kind: 'organization', organizationId: 2 as OrganizationId });
    expect(await chooseProject(catalog, bound)).toMatchObject({ slug: 'uploads' });
    expect(await chooseProject(catalog, broad)).toMatchObject({ slug: 'default' });
    expect(await chooseProject(catalog, broad, 'uploads')).toMatchObject({ slug: 'uploads' });
    expect(await chooseProject(catalog, other)).toMatchObject({ slug: 'theirs' });
    for (const [who, name] of [
      [bound, 'default'],
      [broad, 'theirs'],
      [broad, ''],
      [other, '1'],
    ] as const) {
      await expect(chooseProject(catalog, who, name)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await catalog.projects.create({ organizationId: 2 as OrganizationId, name: 'second' });
    await expect(chooseProject(catalog, other)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
