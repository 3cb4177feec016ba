import { expect, it } from 'vitest';
import type { App, TimelineAnswer } from '../../api/wire.ts';
import { appRows, mainTypes } from './app-rows.ts';

const MINUTE_MS = 60_000;
const type = { name: 'cpu', unit: 'nanoseconds', aggregation: 'sum', title: 'CPU Time', description: '' } as const;
const app: App = {
  app: 'orders',
  environments: ['production'],
  languages: ['go'],
  runtimeVersion: 'go1.24.1',
  types: [type],
  hosts: 2,
  release: null,
  profiles: 3,
  lastSeen: new Date(9 * MINUTE_MS).toISOString(),
};

/** Rates of the app over ten minutes in slots of one, where `seconds` of CPU were used in the slots named. */
function ratesOf(seconds: Readonly<Record<number, number>>, toMs: number): readonly (number | null)[] {
  const points = Object.entries(seconds).map(([slot, value]) => ({
    start: new Date(Number(slot) * MINUTE_MS).toISOString(),
    sum: value * 1e9,
    profiles: 1,
    mean: null,
  }));
  const total = points.reduce((sum, point) => sum + point.sum, 0);
  const timeline: TimelineAnswer = {
    type,
    stepSeconds: 60,
    total,
    profiles: points.length,
    groups: [{ labels: ['orders'], sum: total, points }],
    available: 1,
    rowsRead: 0,
  };
  const [row] = appRows({ apps: [app], timelines: [timeline], ingest: undefined, span: { fromMs: 0, toMs } });
  return row!.rates;
}

it('leaves a slot out that is not over: it would look like a fall', () => {
  expect(ratesOf({ 0: 120, 1: 120, 2: 60 }, 2.5 * MINUTE_MS)).toEqual([2, 2, null]);
});

it('shows the first slot of all as soon as it says something', () => {
  expect(ratesOf({ 2: 60 }, 2.5 * MINUTE_MS)).toEqual([null, null, 2]);
  expect(ratesOf({ 2: 6 }, 2.1 * MINUTE_MS)).toEqual([null, null, null]);
});

it('lets the value of a profile longer than a slot stand for its time', () => {
  const rates = ratesOf({ 0: 600, 5: 600 }, 10 * MINUTE_MS);
  expect(rates.filter((rate) => rate !== null)).toEqual([2, 2]);
});

it('says the version of a language where there is one of both', () => {
  const languageOf = (more: Partial<App>): string =>
    appRows({ apps: [{ ...app, ...more }], timelines: [], ingest: undefined, span: { fromMs: 0, toMs: MINUTE_MS } })[0]!
      .language;
  expect(languageOf({})).toBe('go 1.24.1');
  expect(languageOf({ languages: ['javascript'], runtimeVersion: 'v22.21.1' })).toBe('javascript 22.21.1');
  expect(languageOf({ languages: ['go', 'python'] })).toBe('go, python');
  expect(languageOf({ runtimeVersion: null })).toBe('go');
});

it('puts what most apps are looked at by first, whatever share a single upload has of its own type', () => {
  const samples = { ...type, name: 'samples', unit: 'count', title: 'Samples' };
  const odd = { ...app, app: 'a-file', types: [samples] };
  const rows = appRows({
    apps: [odd, app, { ...app, app: 'shop' }],
    timelines: [],
    ingest: undefined,
    span: { fromMs: 0, toMs: MINUTE_MS },
  });
  expect(rows.map((row) => row.app)).toEqual(['orders', 'shop', 'a-file']);
  expect(mainTypes([odd, app])).toEqual(['cpu', 'samples']);
});
