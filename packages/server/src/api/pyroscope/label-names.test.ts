import { describe, expect, it } from 'vitest';
import { seriesColumns } from '../../store/readers/label-matcher.ts';
import { labelAtPyroscope, labelOfPyroscope, typeLabelValue } from './label-names.ts';

const nothing = async (): Promise<readonly string[]> => {
  throw new Error('nobody needs to ask');
};

describe('names of labels', () => {
  it.each(seriesColumns)('of column %s lead back to it', async (column) => {
    expect(await labelOfPyroscope(labelAtPyroscope(column), nothing)).toBe(column);
    expect(await labelOfPyroscope(column, nothing)).toBe(column);
  });

  it.each([
    ['process.runtime.name', 'runtime'],
    ['deployment.environment', 'environment'],
    ['env', 'environment'],
    ['host.name', 'host'],
    ['service.version', 'release'],
  ])('%s is what clients call column %s', async (name, column) => {
    expect(await labelOfPyroscope(name, nothing)).toBe(column);
  });

  it('have no dots outside, and are found again', async () => {
    const known = async () => ['k8s.pod.name', 'a_b', 'a.b', 'region'];
    expect(labelAtPyroscope('k8s.pod.name')).toBe('k8s_pod_name');
    expect(await labelOfPyroscope('k8s_pod_name', known)).toBe('k8s.pod.name');
    expect(await labelOfPyroscope('a_b', known)).toBe('a_b');
    expect(await labelOfPyroscope('a.b', nothing)).toBe('a.b');
    expect(await labelOfPyroscope('region', nothing)).toBe('region');
    expect(await labelOfPyroscope('no_such', known)).toBe('no_such');
  });

  it('of types are the parts of an id', () => {
    const id = 'process_cpu:samples:count:cpu:nanoseconds';
    const names = ['__profile_type__', '__name__', '__type__', '__unit__', '__period_type__', '__period_unit__'];
    expect(names.map((name) => typeLabelValue(name, id))).toEqual([
      id,
      'process_cpu',
      'samples',
      'count',
      'cpu',
      'nanoseconds',
    ]);
  });
});
