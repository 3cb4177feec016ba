import type { HelloMessage } from '@hearth/agent/protocol';

/** What an agent says first. */
export function aHello(change: Partial<HelloMessage> = {}): HelloMessage {
  return {
    type: 'hello',
    protocol: 1,
    instance: 'a'.repeat(32),
    pipeline: 'etl',
    ordinal: 0,
    agentVersion: '0.1.0',
    host: {
      name: 'box',
      os: 'Linux 6.1',
      arch: 'x64',
      cpus: 2,
      perfEventParanoid: 1,
      root: false,
      privatePerfParanoid: false,
    },
    recorders: [{ name: 'samply', version: '0.13.1', usable: true }],
    target: { by: 'pid', text: '7', state: 'found', pid: 7 },
    limits: { maxDurationSecs: 3_600, maxRateHz: 5_000, maxFileBytes: 512 * 1024 * 1024 },
    captures: [],
    ...change,
  };
}
