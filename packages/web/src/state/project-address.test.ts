import { expect, it } from 'vitest';
import { addressOfProject, projectOfAddress } from './project-address.ts';

const shop = { id: 1, slug: 'shop', organization: 'acme' };
const theirs = { id: 7, slug: 'shop', organization: 'zoo' };
const api = { id: 2, slug: 'api', organization: 'acme' };

it('names a project by its slug, and by its number where two organizations use the slug', () => {
  expect(addressOfProject(api, [shop, api, theirs])).toEqual({ org: 'acme', project: 'api' });
  expect(addressOfProject(theirs, [shop, api, theirs])).toEqual({ org: 'zoo', project: '7' });
  expect(addressOfProject(shop, [shop, api])).toEqual({ org: 'acme', project: 'shop' });
});

it('finds the project of an address, whichever way it is named', () => {
  for (const one of [shop, theirs, api]) {
    expect(projectOfAddress([shop, theirs, api], addressOfProject(one, [shop, theirs, api]))).toBe(one);
  }
  expect(projectOfAddress([shop, theirs], { org: 'zoo', project: 'shop' })).toBe(theirs);
  // Links of the documentation name the first organization by its number.
  expect(projectOfAddress([api], { org: '1', project: 'api' })).toBe(api);
  expect(projectOfAddress([api], { org: 'acme', project: 'none' })).toBeUndefined();
});
