import { expect, it } from 'vitest';
import type { CaptureId } from '../ids.ts';
import type { Reach } from '../reach.ts';
import { eachCatalog, passDays } from '../testing/each-catalog.ts';

const all: Reach = { kind: 'all' };

eachCatalog('captures', (make) => {
  const start = async () => {
    const under = make();
    const catalog = await under.open();
    const { organizationId, projectId } = await catalog.bootstrap();
    const pipeline = await catalog.pipelines.create({ organizationId, projectId, name: 'etl' });
    const wanted = { pipeline, ordinal: 0, durationSeconds: 30, rateHz: 1_000, requestedBy: 'me', instance: 'i' };
    return { ...under, catalog, captures: catalog.captures, pipeline, wanted };
  };
  const step = (atMs: number) => ({ atMs, who: 'server', why: '' });

  it('lets exactly one of many that ask at once begin, for each host', async () => {
    const { captures, wanted } = await start();
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => captures.create(wanted)));
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    for (const answer of asked) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'capture_in_progress' });
    }
    await expect(captures.create({ ...wanted, ordinal: 1 })).resolves.toMatchObject({ state: 'requested', ordinal: 1 });
  });

  it('lets the next one begin when it has ended', async () => {
    const { captures, wanted, clock } = await start();
    const { id } = await captures.create(wanted);
    await captures.change(id, 'requested', { state: 'lost', endedMs: clock.ms, cause: 'away' }, step(clock.ms));
    const next = await captures.create(wanted);
    // What was lost comes after all, beside the one that runs.
    const came = await captures.change(id, 'lost', { state: 'done', profileId: id }, step(clock.ms));
    expect(came).toMatchObject({ state: 'done', profileId: id, cause: undefined, endedMs: clock.ms });
    expect((await captures.unfinished()).map((capture) => capture.id)).toEqual([next.id]);
  });

  it('changes from the state that is named only, each with its step', async () => {
    const { captures, wanted, clock } = await start();
    const { id } = await captures.create(wanted);
    clock.ms += 5;
    expect(await captures.change(id, 'accepted', { state: 'recording' }, step(clock.ms))).toBeUndefined();
    const racers = await Promise.all([
      captures.change(id, 'requested', { state: 'accepted' }, step(clock.ms)),
      captures.change(id, 'requested', { state: 'lost', endedMs: 1 }, step(clock.ms)),
    ]);
    expect(racers.filter((won) => won !== undefined).length).toBe(1);
    expect(racers.find((won) => won !== undefined)).toMatchObject({ stateMs: clock.ms });
    expect((await captures.steps(id)).map(({ state }) => state)).toEqual(['requested', racers[0]?.state ?? 'lost']);
  });

  it('keeps what it is told over a restart', async () => {
    const { captures, wanted, clock, catalog, open } = await start();
    const { id } = await captures.create(wanted);
    const upload = JSON.stringify({ symbolicated: true, warnings: ['slow'] });
    await captures.change(id, 'requested', { state: 'uploading', upload, bytes: 7, sha256: 'ab' }, step(clock.ms));
    await captures.change(id, 'uploading', { spooledMs: clock.ms });
    await catalog.close();
    const again = (await open()).captures;
    expect(await again.unfinished()).toMatchObject([
      { id, state: 'uploading', bytes: 7, symbolicated: true, warnings: ['slow'], spooledMs: clock.ms, instance: 'i' },
    ]);
    expect((await again.steps(id)).length).toBe(2);
  });

  it('lists newest first, page by page, within reach', async () => {
    const { captures, catalog, wanted, clock, pipeline } = await start();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      // Two of them in the same millisecond.
      clock.ms += n === 3 ? 0 : 10;
      made.push((await captures.create({ ...wanted, ordinal: n })).id);
    }
    const first = await captures.list({ pipelineId: pipeline.id, limit: 3 }, all);
    const { requestedMs, id } = first[2]!;
    const rest = await captures.list({ limit: 3, before: { requestedMs, id } }, all);
    expect([...first, ...rest].map((capture) => capture.id).sort()).toEqual([...made].sort());
    expect(await captures.list({ limit: 9, ordinal: 1, states: ['requested'] }, all)).toMatchObject([{ id: made[1] }]);
    expect(await captures.list({ limit: 9, states: ['done', 'failed'] }, all)).toEqual([]);

    const other = await catalog.organizations.create({ slug: 'other' });
    const theirs: Reach = { kind: 'organization', organizationId: other.id };
    expect(await captures.list({ limit: 9 }, theirs)).toEqual([]);
    expect(await captures.find(made[0]!, theirs)).toBeUndefined();
    expect(await captures.find(made[0]!, { kind: 'none' })).toBeUndefined();
    expect(await captures.find(made[0]!, all)).toMatchObject({ id: made[0] });
    expect(await captures.find("x' or 1", all)).toBeUndefined();
  });

  it('forgets what ended before retention, but nothing that is pinned or runs', async () => {
    const { captures, wanted, clock } = await start();
    const end = async (ordinal: number): Promise<CaptureId> => {
      const { id } = await captures.create({ ...wanted, ordinal });
      await captures.change(id, 'requested', { state: 'done', endedMs: clock.ms }, step(clock.ms));
      return id;
    };
    const old = await end(0);
    const pinned = await end(1);
    await captures.create({ ...wanted, ordinal: 2 });
    expect((await captures.pin(pinned, true)).pinned).toBe(true);
    passDays(clock, 32);
    await end(3);
    expect(await captures.forgetExpired()).toEqual([old]);
    expect((await captures.list({ limit: 9 }, all)).length).toBe(3);
  });
});
