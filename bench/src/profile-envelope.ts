import { seededRandom } from '@hearth/profile/testing';

/** Two threads at 100 Hz for 27 s, of the 30 s that a profile may last. */
export const profileSamples = 5400;
const THREADS = ['140047565142912', '140047527245504'];
const TICK_NANOS = 10_000_000;
const STACKS = 90;
const FRAMES = 140;
const DEPTH = 22;
/** A stack stays on for that many samples on average. */
const MEAN_RUN = 2;

export interface ProfileEnvelope {
  readonly eventId: string;
  readonly transactionId: string;
  /** Unix milliseconds. */
  readonly startMs: number;
}

/** A profile of Python's SDK with its transaction, as it sends them: in one envelope, the profile first. */
export function profileEnvelope({ eventId, transactionId, startMs }: ProfileEnvelope): string {
  const next = seededRandom(7);
  const frames = Array.from({ length: FRAMES }, (_, frame) => ({
    abs_path: `/srv/shop/modules/module_${frame % 17}/handler_${frame % 23}.py`,
    module: `modules.module_${frame % 17}.handler_${frame % 23}`,
    filename: `modules/module_${frame % 17}/handler_${frame % 23}.py`,
    function: `handle_request_${frame}`,
    lineno: 1 + Math.floor(next() * 900),
    ...(frame % 3 === 0 ? {} : { in_app: true }),
  }));
  const stacks = Array.from({ length: STACKS }, () =>
    Array.from({ length: DEPTH }, (_, level) => (level > 16 ? level : Math.floor(next() * FRAMES))),
  );
  let stack = 0;
  const samples = Array.from({ length: profileSamples }, (_, sample) => {
    if (next() < 1 / MEAN_RUN) stack = Math.floor(next() ** 2 * STACKS);
    const elapsed = Math.floor(sample / THREADS.length) * TICK_NANOS + 1;
    return { elapsed_since_start_ns: String(elapsed), thread_id: THREADS[sample % THREADS.length], stack_id: stack };
  });
  const named = { id: transactionId, name: 'GET /checkout', trace_id: transactionId, active_thread_id: THREADS[0] };
  const about = { platform: 'python', release: 'shop@2.0.1', environment: 'production' };
  const profile = {
    event_id: eventId,
    version: '1',
    ...about,
    timestamp: new Date(startMs).toISOString(),
    device: { architecture: 'x86_64' },
    os: { name: 'Linux', version: '6.1.0' },
    runtime: { name: 'CPython', version: '3.11.7' },
    profile: { frames, stacks, samples, thread_metadata: { [THREADS[0] ?? '']: { name: 'MainThread' } } },
    transactions: [{ ...named, relative_start_ns: '0', relative_end_ns: '0' }],
  };
  const transaction = {
    type: 'transaction',
    event_id: transactionId,
    transaction: named.name,
    ...about,
    start_timestamp: startMs / 1000,
    timestamp: startMs / 1000 + 27,
    contexts: { trace: { trace_id: transactionId, span_id: transactionId.slice(0, 16), op: 'http.server' } },
    spans: [],
  };
  return ['{}', '{"type":"profile"}', profile, '{"type":"transaction"}', transaction]
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .join('\n');
}
