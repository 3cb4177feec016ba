import { describe, expect, it } from 'vitest';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { seriesOfResource } from './series-of-resource.ts';

const context = { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: 0 };
const seriesOf = (
  resource: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>> = {},
  scope = { name: '', version: '' },
) =>
  seriesOfResource(
    { resource: new Map(Object.entries(resource)), attributes: new Map(Object.entries(attributes)), scope },
    context,
    DEFAULT_INGEST_LIMITS,
  );

describe('the application', () => {
  it.each([
    [{ 'service.name': 'orders', 'container.name': 'c' }, 'orders'],
    [{ 'service.name': '', 'k8s.deployment.name': 'd', 'k8s.container.name': 'c' }, 'd'],
    [{ 'k8s.container.name': 'c', 'process.executable.name': 'node' }, 'c'],
    [{ 'process.executable.name': 'node', 'process.pid': '7' }, 'node'],
    [{ 'process.pid': '7' }, 'shop'],
    [{}, 'shop'],
  ])('%j is %s', (resource, app) => {
    expect(seriesOf(resource as Record<string, string>).app).toBe(app);
  });
});

it('columns come from the names of OpenTelemetry, the profiler from its scope', () => {
  const resource = {
    'service.name': 'orders',
    'service.version': '1.4.2',
    'deployment.environment.name': 'staging',
    'process.runtime.name': 'go',
    'process.runtime.version': 'go1.26.8',
    'host.arch': 'amd64',
    'os.type': 'linux',
    'host.name': 'vm',
    'telemetry.sdk.version': '0.164.0',
  };
  const series = seriesOf(resource, {}, { name: 'profiler', version: '9' });
  expect([series.app, series.release, series.environment]).toEqual(['orders', '1.4.2', 'staging']);
  const facets = { runtime: 'go', runtimeVersion: 'go1.26.8', runtimeArch: 'amd64', runtimeOs: 'linux', host: 'vm' };
  expect(series.facets).toEqual({ ...facets, probeVersion: '9' });
  expect(Object.fromEntries(series.labels)).toEqual({
    'telemetry.sdk.version': '0.164.0',
    'otel.scope.name': 'profiler',
  });
  expect(seriesOf(resource).facets.probeVersion).toBe('0.164.0');
});

it('labels are what is left, without what is another one in each process and what may hold secrets', () => {
  const series = seriesOf(
    {
      'service.name': 'orders',
      'k8s.pod.name': 'orders-1',
      'container.id': 'c0ffee',
      'process.pid': '7',
      'process.command_line': 'orders --password=x',
      'process.environment_variable.TOKEN': 'x',
      'process.executable.name': 'orders',
      'service.instance.id': 'u',
      region: 'resource',
    },
    { region: 'profile', queue: 'fast' },
  );
  expect(Object.fromEntries(series.labels)).toEqual({
    'k8s.pod.name': 'orders-1',
    'process.executable.name': 'orders',
    region: 'profile',
    queue: 'fast',
  });
});

it('more labels than a series may have are refused', () => {
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`label-${at}`, 'x']));
  expect(() => seriesOf(many)).toThrow(expect.objectContaining({ code: 'invalid_labels' }) as Error);
});
