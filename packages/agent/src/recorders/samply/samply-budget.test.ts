import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../host/host-facts.ts';
import { samplyBudget, samplyEvents } from './samply-budget.ts';

const GIB = 2 ** 30;
const host: HostFacts = {
  name: 'h1',
  os: 'Linux',
  arch: 'x64',
  cpus: 2,
  root: true,
  perfEventParanoid: 1,
  maxSampleRateHz: 100_000,
  availableMemoryBytes: 8 * GIB,
  maxDescriptors: 1_024,
  lockableBytes: (2 * 516 + 8_192) * 1_024,
  locksFreely: true,
};

// Events as they were counted on a machine with 2 CPUs.
it.each([
  [200, 400],
  [480, 960],
  [700, 700],
])('%d threads take %d events', (threads, events) => {
  expect(samplyEvents(2, threads)).toBe(events);
});

describe('samplyBudget', () => {
  it('lets an ordinary program pass', () => {
    expect(samplyBudget(host, 20)).toBeUndefined();
  });

  it('refuses what would take a quarter of the memory', () => {
    expect(samplyBudget({ ...host, availableMemoryBytes: GIB }, 400)).toMatchObject({
      code: 'out_of_resources',
      sentence: expect.stringMatching(/800 MiB of kernel memory for 400 threads.*h1/),
    });
  });

  it('refuses more threads than descriptors', () => {
    expect(samplyBudget({ ...host, maxDescriptors: 256 }, 200)?.sentence).toContain('(ulimit -n)');
  });

  it("counts an ordinary user's locked memory: four threads fit on 2 CPUs, seven do not", () => {
    const user = { ...host, root: false, locksFreely: false };
    expect(samplyBudget(user, 4)).toBeUndefined();
    expect(samplyBudget(user, 7)?.sentence).toContain('(ulimit -l)');
  });
});
