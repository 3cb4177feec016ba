import { describe, expect, it } from 'vitest';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { splitRuntimePlatform } from './runtime-platform.ts';
import { seriesOfTags } from './series-of-tags.ts';

const context = { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: 0 };
const seriesOf = (tags: Readonly<Record<string, string>>, service = '') =>
  seriesOfTags(new Map(Object.entries(tags)), service, context, DEFAULT_INGEST_LIMITS);

describe('application, environment, release', () => {
  it.each<[Readonly<Record<string, string>>, string, string]>([
    [{ service: 'web', application_name: 'orders' }, 'orders', 'production'],
    [{ service: 'web', application_name: '' }, 'web', 'production'],
    [{ service: 'web', env: 'a', environment: 'b' }, 'web', 'a'],
    [{ service: 'web', env: '', environment: 'b', 'deployment.environment.name': 'c' }, 'web', 'b'],
    [{ service: 'web', 'deployment.environment': 'd', 'deployment.environment.name': 'c' }, 'web', 'c'],
    [{ service: 'web', 'deployment.environment': 'd' }, 'web', 'd'],
    [{}, 'unknown', 'production'],
  ])('%j', (tags, app, environment) => {
    expect(seriesOf(tags)).toMatchObject({ app, environment });
  });

  it('the event names the application when no tag does', () => {
    expect(seriesOf({}, 'from-event').app).toBe('from-event');
    expect(seriesOf({ service: 'a' }, 'from-event').app).toBe('a');
  });

  it('the version is the release', () => {
    expect(seriesOf({ version: '1.4.2' }).release).toBe('1.4.2');
  });
});

describe('facets', () => {
  it('fall back to language, runtime_platform and profiler_version', () => {
    const tags = { language: 'jvm', runtime_platform: 'aarch64-apple-darwin', profiler_version: '1.68' };
    const facets = { runtime: 'jvm', runtimeArch: 'aarch64', runtimeOs: 'darwin', probeVersion: '1.68' };
    expect(seriesOf(tags).facets).toMatchObject(facets);
  });

  it('come from their own tags first, verbatim', () => {
    const own = { runtime: 'CPython', runtime_arch: 'x86_64', runtime_os: 'Linux', probe_version: 'v1' };
    const tags = { ...own, language: 'python', runtime_platform: 'a-b-linux-gnu', profiler_version: '4.6' };
    expect(seriesOf(tags).facets).toMatchObject({
      runtime: 'CPython',
      runtimeArch: 'x86_64',
      runtimeOs: 'Linux',
      probeVersion: 'v1',
    });
  });

  it.each([
    ['x86_64-unknown-linux-gnu', 'x86_64', 'linux'],
    ['x86_64-linux-gnu', 'x86_64', 'linux'],
    ['x86_64-pc-windows-msvc', 'x86_64', 'windows'],
    ['arm64-darwin22', 'arm64', 'darwin22'],
    ['x86_64', 'x86_64', ''],
    ['', '', ''],
  ])('runtime_platform %j', (platform, arch, os) => {
    expect(splitRuntimePlatform(platform)).toEqual({ arch, os });
  });
});

it('labels are what is left, without volatile tags and empty values', () => {
  const tags = {
    application_name: 'orders',
    service: 'web',
    env: 'a',
    environment: 'b',
    version: '1',
    host: 'h',
    runtime: 'go',
    language: 'go',
    team: 'shop',
    empty: '',
    process_id: '1',
    'runtime-id': 'x',
    profile_seq: '3',
    snapshot: 'periodic',
    pgo: 'false',
  };
  expect(Object.fromEntries(seriesOf(tags).labels)).toEqual({
    service: 'web',
    environment: 'b',
    language: 'go',
    team: 'shop',
  });
});
