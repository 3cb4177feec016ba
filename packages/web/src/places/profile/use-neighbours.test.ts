import { expect, it } from 'vitest';
import { neighboursOf } from './use-neighbours.ts';

const profiles = ['c', 'b', 'a'].map((id) => ({ id }));

it.each([
  ['b', 'a', 'c'],
  ['a', undefined, 'b'],
  ['c', 'b', undefined],
  ['elsewhere', undefined, undefined],
])('of %s are %s before it and %s after it', (id, earlier, later) => {
  expect(neighboursOf(profiles, id)).toEqual({ earlier, later });
});
