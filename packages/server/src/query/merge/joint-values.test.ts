import { expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import type { ReadQuery } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { questionMemory } from '../question-memory.ts';
import { jointGroups, jointValues, type SampledApp } from './joint-values.ts';

const HOUR = [{ fromMs: 0, toMs: 3_600_000 }];
const appOf = (name: string, profiles: number, ranges: SampledApp['ranges'] = HOUR): SampledApp => ({
  app: name,
  profiles,
  columns: [['cpu:nanoseconds'], [], [], []],
  ranges,
});
const namesOf = (apps: readonly SampledApp[]): readonly (readonly string[])[] =>
  jointGroups(apps).map((group) => group.map(({ app }) => app));

it('reads apps together that have the same ranges, while memory allows', () => {
  const other = [{ fromMs: 0, toMs: 60_000 }];
  expect(namesOf([appOf('a', 10), appOf('b', 10, other), appOf('c', 10)])).toEqual([['a', 'c'], ['b']]);
  const large = ['a', 'b', 'c', 'd', 'e'].map((name) => appOf(name, 9_000));
  expect(namesOf(large)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(namesOf(large.slice(0, 4))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(namesOf(large.slice(0, 2))).toEqual([['a'], ['b']]);
  expect(namesOf([appOf('a', 0), appOf('b', 0)])).toEqual([['a'], ['b']]);
  const many = Array.from({ length: 101 }, (_, at) => appOf(`app-${String(at)}`, 1));
  expect(namesOf(many).map((group) => group.length)).toEqual([100, 1]);
});

/** Answers a row of each app that is asked for, its node and value being the number in its name; refuses more than `most` at once. */
const sourceOf = (asked: (readonly string[])[], most: number) => ({
  rows: () => Promise.resolve([]),
  binary: ({ params }: ReadQuery): Promise<Uint8Array> => {
    const apps = params['apps'] as readonly string[];
    asked.push(apps);
    if (apps.length > most) return Promise.reject(new HearthError('query_too_big'));
    const rows = apps.map((app, place) => [
      Number(app),
      0,
      Number(app) * 10,
      0,
      1,
      ...(apps.length > 1 ? [place] : []),
    ]);
    return Promise.resolve(new Uint8Array(Uint32Array.from(rows.reverse().flat()).buffer));
  },
});

it('gives each app its own rows, and reads in halves what is too much at once', async () => {
  const asked: (readonly string[])[] = [];
  const source = sourceOf(asked, 2);
  const context = { ...questionMemory(source), source, project: 1 as ProjectId, ask: {} };
  const filter = { type: 'cpu', matchers: [] };
  const apps = ['1', '2', '3', '4', '5'].map((name) => appOf(name, 1));
  const words = await jointValues(context, filter, apps);
  expect(words).toEqual([1, 2, 3, 4, 5].map((number) => [Uint32Array.of(number, 0, number * 10, 0, 1)]));
  expect(asked.map((names) => names.join(''))).toEqual(['12345', '123', '12', '3', '45']);
  await expect(jointValues({ ...context, source: sourceOf([], 0) }, filter, apps)).rejects.toThrow(HearthError);
});
