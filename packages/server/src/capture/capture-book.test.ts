import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isEnded } from '../catalog/captures/capture.ts';
import { type Catalog, openCatalog } from '../catalog/catalog.ts';
import type { CaptureId } from '../catalog/ids.ts';
import type { Pipeline } from '../catalog/pipelines/pipeline.ts';
import { CaptureBook } from './capture-book.ts';
import { agentStates, type CaptureEvent } from './capture-event.ts';
import { anUpload } from './testing/an-upload.ts';

let directory = '';
let catalog: Catalog;
let book: CaptureBook;
let pipeline: Pipeline;
let ordinal = 0;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-book-'));
  catalog = await openCatalog({ dataDir: directory });
  const { organizationId, projectId } = await catalog.bootstrap();
  pipeline = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
  book = new CaptureBook({ records: catalog.captures, now: Date.now, onStep: () => undefined });
});
afterEach(async () => {
  await catalog.close();
  rmSync(directory, { recursive: true, force: true });
});
const create = async () =>
  book.create({ pipeline, ordinal: ordinal++, durationSeconds: 1, rateHz: 1, requestedBy: 'me', instance: 'i' });

const events: readonly CaptureEvent[] = [
  ...agentStates.map((state) => ({ kind: 'progress', state }) as const),
  { kind: 'announced', upload: anUpload('a'.repeat(32), Buffer.from('x')) },
  { kind: 'spooled' },
  { kind: 'landed', profileId: 'p' },
  { kind: 'failed', code: 'x', message: 'It failed.' },
  { kind: 'cancelled', why: 'me' },
  { kind: 'given-up', code: 'agent_away', why: 'Gone.' },
];

it('judges events that come at once one after the other, and stores each step once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...events]), async (some) => {
      const { id } = await create();
      await Promise.all(some.map((event) => book.apply(id, event, 'somebody')));
      const capture = await book.get(id);
      const states = (await catalog.captures.steps(id)).map(({ state }) => state);
      expect(new Set(states).size).toBe(states.length);
      expect([states[0], states.at(-1)]).toEqual(['requested', capture.state]);
      // Lost before its file came, perhaps; never cancelled with the file at hand.
      if (capture.spooledMs !== undefined) expect(capture.state).not.toBe('cancelled');
      expect(book.running().some((running) => running.id === id)).toBe(!isEnded(capture.state));
      expect(await catalog.captures.get(id)).toEqual(capture);
    }),
    { numRuns: 60 },
  );
});

it('answers nothing for a capture that is gone, and wakes who waits when the time is over', async () => {
  expect(await book.apply('0'.repeat(32) as CaptureId, { kind: 'spooled' }, 'x')).toBeUndefined();
  const { id } = await create();
  expect((await book.settle(id, () => false, 5)).state).toBe('requested');
  await expect(book.settle('0'.repeat(32) as CaptureId, () => true, 5)).rejects.toMatchObject({
    code: 'capture_not_found',
  });
});
