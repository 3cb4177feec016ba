import { expect, it } from 'vitest';
import { explainPerf } from './perf/explain-perf.ts';
import { explainSamply } from './samply/explain-samply.ts';

const context = { host: 'h1', pid: 42, rateHz: 200_000, targetUser: 0, ownUser: 1_000 };
const failed = { code: 1, signal: null };

const limited = `Error:
Access to performance monitoring and observability operations is limited.
perf_event_paranoid setting is 2:
`;

it.each([
  [
    'Failed to start profiling: Operation not permitted (os error 1)',
    'not_permitted',
    'belongs to another user (0): run the agent there as that user or as root',
  ],
  [
    'Failed to start profiling: frequency can be at most 100000 as configured in /proc/sys/kernel/perf_event_max_sample_rate',
    'limit_exceeded',
    'at most 100000 samples a second',
  ],
  ['error: write failed: No space left on device (os error 28)', 'disk_full', 'h1 is full'],
])('samply: %s', (output, code, sentence) => {
  const error = explainSamply(failed, output, context);
  expect(error).toMatchObject({ code, detail: output, message: expect.stringContaining(sentence) });
});

it.each([
  [
    { ...context, targetUser: 1_000 },
    limited,
    'not_permitted',
    'kernel.perf_event_paranoid, which is 2: set it to 1 there',
  ],
  [context, limited, 'not_permitted', 'belongs to another user (0)'],
  [context, "Couldn't create thread/CPU maps: No such process", 'target_ended', 'Process 42 on h1'],
  [context, 'Too many events are opened.', 'out_of_resources', 'ulimit -n'],
  [context, 'Something else', 'recorder_failed', 'Something else'],
] as const)('perf, case %#', (own, output, code, sentence) => {
  expect(explainPerf(failed, output, own)).toMatchObject({ code, message: expect.stringContaining(sentence) });
});

it('names the signal that ended a recorder', () => {
  const killed = { code: null, signal: 'SIGKILL' as const };
  expect(explainSamply(killed, '', context)).toMatchObject({ code: 'recorder_killed' });
  expect(explainPerf(killed, '', context)).toMatchObject({ code: 'recorder_killed' });
});
