import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOON_MS } from '../testing/start-face.ts';
import { at, CPU, HEAP, jsonRange, type PyroscopeFace, startPyroscopeFace } from './testing/start-pyroscope-face.ts';

let pyroscope: PyroscopeFace;

beforeAll(async () => {
  pyroscope = await startPyroscopeFace();
});
afterAll(() => pyroscope.stop());

it('draws timelines by label, sums and means', async () => {
  const series = async (more: object) =>
    (await pyroscope.ask('SelectSeries', { profileTypeID: CPU, labelSelector: '{}', step: 300, ...jsonRange, ...more }))
      .series;
  expect(await series({ labelSelector: '{service_name="shop"}' })).toEqual([
    {
      points: [
        { value: 450, timestamp: String(at(15)) },
        { value: 207, timestamp: String(at(5)) },
      ],
    },
  ]);
  const grouped = await series({ groupBy: ['service_name', 'hostname'], labelSelector: '{service_name!="big"}' });
  expect(grouped.map(({ labels }: { labels: object }) => labels)).toEqual([
    [
      { name: 'hostname', value: 'host-1' },
      { name: 'service_name', value: 'shop' },
    ],
    [
      { name: 'hostname', value: 'host-2' },
      { name: 'service_name', value: 'shop' },
    ],
  ]);
  expect(await series({ groupBy: ['service_name'], limit: '1' })).toHaveLength(1);
  const heap = { profileTypeID: HEAP, labelSelector: '{service_name="heap"}' };
  const ofHeap = (value: number) => [{ points: [{ value, timestamp: String(NOON_MS) }] }];
  expect(await series({ ...heap, aggregation: 1 })).toEqual(ofHeap(7));
  expect(await series({ ...heap, aggregation: 'TIME_SERIES_AGGREGATION_TYPE_AVERAGE' })).toEqual(ofHeap(7));
  expect(await series({ ...heap, aggregation: 'TIME_SERIES_AGGREGATION_TYPE_SUM' })).toEqual(ofHeap(14));
});

it('draws heatmaps of single profiles', async () => {
  const { series } = await pyroscope.ask('SelectHeatmap', {
    profileTypeID: CPU,
    labelSelector: '{service_name="shop"}',
    step: 600,
    ...jsonRange,
  });
  expect(series).toHaveLength(1);
  const counts = series[0].slots.map(({ counts: list }: { counts: readonly number[] }) =>
    list.reduce((sum, count) => sum + count, 0),
  );
  expect(counts).toEqual([1, 1]);
  expect(series[0].slots[0].yMin[0]).toBe(207);
});

it('draws timelines of a call site', async () => {
  const total = async (...names: readonly string[]) => {
    const { series = [] } = await pyroscope.ask('SelectSeries', {
      profileTypeID: CPU,
      labelSelector: '{service_name="shop"}',
      step: 3600,
      ...jsonRange,
      stackTraceSelector: { callSite: names.map((name) => ({ name })) },
    });
    return (series as readonly { readonly points: readonly { readonly value?: number }[] }[])
      .flatMap(({ points }) => points)
      .reduce((sum, { value = 0 }) => sum + value, 0);
  };
  expect([await total('main'), await total('main', 'handle'), await total('handle')]).toEqual([657, 600, 0]);
});

const uuidOf = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

it('names the profile that stands for each point of a timeline', async () => {
  const { series } = await pyroscope.ask('SelectSeries', {
    profileTypeID: CPU,
    labelSelector: '{service_name="shop"}',
    step: 300,
    groupBy: ['service_name'],
    exemplarType: 'EXEMPLAR_TYPE_INDIVIDUAL',
    ...jsonRange,
  });
  const exemplars = series[0].points.flatMap(({ exemplars: own }: { readonly exemplars: readonly object[] }) => own);
  expect(exemplars).toMatchObject([
    { profileId: uuidOf(pyroscope.ids[0]!), timestamp: String(at(20)), value: '450' },
    { profileId: uuidOf(pyroscope.ids[1]!), timestamp: String(at(10)), value: '207' },
  ]);
  const { labels } = exemplars[0];
  expect(labels).toContainEqual({ name: 'hostname', value: 'host-1' });
  expect(labels.map(({ name }: { readonly name: string }) => name)).not.toContain('service_name');
});

it('draws a heatmap for each group, with the profile that stands for each cell', async () => {
  const heatmap = async (more: object) => {
    const asked = { profileTypeID: CPU, labelSelector: '{service_name="shop"}', step: 600, ...jsonRange, ...more };
    return (await pyroscope.ask('SelectHeatmap', asked)).series;
  };
  const series = await heatmap({ groupBy: ['hostname'], exemplarType: 2 });
  expect(series.map(({ labels }: { readonly labels: object }) => labels)).toEqual([
    [{ name: 'hostname', value: 'host-1' }],
    [{ name: 'hostname', value: 'host-2' }],
  ]);
  expect(series[0].slots[0].exemplars).toMatchObject([{ profileId: uuidOf(pyroscope.ids[0]!), value: '450' }]);
  expect(series[0].slots[0].yMin).toEqual(series[1].slots[0].yMin);
  expect(await heatmap({ groupBy: ['hostname'], limit: '1' })).toHaveLength(1);
  expect(await heatmap({ queryType: 'HEATMAP_QUERY_TYPE_SPAN' })).toBeUndefined();
});
