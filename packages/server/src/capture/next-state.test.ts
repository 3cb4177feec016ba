import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureStates, isEnded } from '../catalog/captures/capture.ts';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import { agentStates, type CaptureEvent } from './capture-event.ts';
import { nextState } from './next-state.ts';
import { anUpload } from './testing/an-upload.ts';

type Looked = Pick<CaptureRecord, 'state' | 'durationSeconds' | 'spooledMs' | 'endedMs' | 'expectedMs' | 'recordingMs'>;
const fresh: Looked = {
  state: 'requested',
  durationSeconds: 30,
  spooledMs: undefined,
  endedMs: undefined,
  expectedMs: 30_000,
  recordingMs: undefined,
};

const anyEvent: fc.Arbitrary<CaptureEvent> = fc.oneof(
  fc.constantFrom(...agentStates).map((state) => ({ kind: 'progress', state }) as const),
  fc.constant({ kind: 'announced', upload: anUpload('a'.repeat(32), new Uint8Array(3)) } as const),
  fc.constant({ kind: 'spooled' } as const),
  fc.constant({ kind: 'landed', profileId: 'p' } as const),
  fc.boolean().map((byStore) => ({ kind: 'failed', code: 'x', message: 'It failed.', byStore }) as const),
  fc.constant({ kind: 'cancelled', why: 'me' } as const),
  fc.constant({ kind: 'given-up', code: 'agent_away', why: 'Gone.' } as const),
);

/** Goes through events as the book does; tells each state that was entered. */
function play(events: readonly CaptureEvent[]) {
  let capture = fresh;
  const entered: { readonly from: Looked; readonly to: Looked; readonly event: CaptureEvent }[] = [];
  events.forEach((event, at) => {
    const next = nextState(capture, event, at);
    if (next === undefined) return;
    const defined = Object.fromEntries(Object.entries(next.changes).filter(([, value]) => value !== undefined));
    const to = { ...capture, ...defined };
    if (to.state !== capture.state) entered.push({ from: capture, to, event });
    capture = to;
  });
  return { capture, entered };
}

describe('whatever happens in whatever order', () => {
  const sequences = fc.array(anyEvent, { maxLength: 30 });
  const always = (check: (played: ReturnType<typeof play>, events: readonly CaptureEvent[]) => void) =>
    fc.assert(
      fc.property(sequences, (events) => check(play(events), events)),
      { numRuns: 2_000 },
    );

  it('a capture never goes back, and never runs again when it has ended', () => {
    always(({ entered }) => {
      for (const { from, to } of entered) {
        expect(captureStates.indexOf(to.state)).not.toBe(captureStates.indexOf(from.state));
        if (isEnded(from.state)) expect(isEnded(to.state)).toBe(true);
        else if (!isEnded(to.state)) {
          expect(captureStates.indexOf(to.state)).toBeGreaterThan(captureStates.indexOf(from.state));
        }
      }
    });
  });

  it('done and cancelled are final; lost and failed change when the file comes or the cause is known', () => {
    always(({ entered }) => {
      for (const { from, to } of entered.filter((step) => isEnded(step.from.state))) {
        expect(['lost done', 'failed done', 'lost failed']).toContain(`${from.state} ${to.state}`);
      }
    });
  });

  it('it is done only by a file that was in the spool', () => {
    always(({ entered }) => {
      for (const { from, to, event } of entered.filter((step) => step.to.state === 'done')) {
        expect(event.kind).toBe('landed');
        expect(from.spooledMs).toBeDefined();
        expect(to.endedMs).toBeDefined();
      }
    });
  });

  it('what is in the spool can be neither lost, nor cancelled, nor declared failed by its agent', () => {
    always(({ entered }) => {
      for (const { from, to, event } of entered.filter((step) => step.from.spooledMs !== undefined)) {
        expect(['lost', 'cancelled']).not.toContain(to.state);
        if (event.kind === 'failed') expect(event.byStore).toBe(true);
        expect(from.state).not.toBe('cancelled');
      }
    });
  });

  it('it has the time of its end from then on and not before, and keeps the first', () => {
    always(({ capture, entered }) => {
      expect(capture.endedMs !== undefined).toBe(isEnded(capture.state));
      const ends = entered.filter(({ to }) => isEnded(to.state)).map(({ to }) => to.endedMs);
      expect(new Set(ends).size).toBeLessThanOrEqual(1);
    });
  });

  it('every state can be reached, so that the properties above are about something', () => {
    const seen = new Set<string>();
    always(({ entered }) => {
      for (const { from, to } of entered) seen.add(to.state).add(`${from.state} ${to.state}`);
    });
    for (const state of captureStates.filter((one) => one !== 'requested')) expect(seen).toContain(state);
    expect(seen).toContain('lost done');
    expect(seen).toContain('failed done');
  });
});

it('counts the duration from the first sample on', () => {
  const recording = nextState({ ...fresh, state: 'accepted' }, { kind: 'progress', state: 'recording' }, 5_000);
  expect(recording?.changes).toMatchObject({ state: 'recording', recordingMs: 5_000, expectedMs: 35_000 });
});
