import { describe, expect, it } from 'vitest';
import type { Host } from '../../api/capture-wire.ts';
import { readinessOf, recorderText } from './host-state.ts';

const usable = { name: 'samply', version: '0.13.1', usable: true, reason: null };
const host: Host = {
  ordinal: 0,
  state: 'connected',
  name: 'ranker-0',
  os: null,
  agentVersion: null,
  lastSeen: null,
  recorders: [usable],
  target: null,
  maxDurationSeconds: null,
};

describe('readinessOf', () => {
  it('lets a connected host with one usable recorder be recorded', () => {
    const broken = { name: 'perf', version: null, usable: false, reason: 'not permitted' };
    expect(readinessOf({ ...host, recorders: [broken, usable] })).toMatchObject({ isReady: true, reason: '' });
    expect(recorderText({ ...host, recorders: [broken, usable] })).toBe('samply 0.13.1');
  });

  it('says why a host cannot be recorded', () => {
    const broken = { name: 'perf', version: null, usable: false, reason: 'not permitted' };
    expect(readinessOf({ ...host, state: 'gone' }).word).toBe('offline');
    expect(readinessOf({ ...host, recorders: [broken] })).toMatchObject({
      isReady: false,
      reason: 'perf: not permitted',
    });
    const target = {
      state: 'missing',
      reason: 'No process 7.',
      pid: null,
      commandLine: null,
      threads: null,
      cpuCores: null,
      runtime: null,
    } as const;
    expect(readinessOf({ ...host, target }).reason).toContain('No process 7.');
  });
});
