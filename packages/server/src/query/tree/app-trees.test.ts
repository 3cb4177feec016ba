import { expect, it } from 'vitest';
import type { ReadQuery, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { AppTrees } from './app-trees.ts';

const project = 1 as ProjectId;

/** Answers one part of `count` nodes below the root, once somebody lets it. */
class SlowSource implements RowSource {
  readonly asked: ReadQuery[] = [];
  running = 0;
  atOnce = 0;
  count = 3;
  fails = false;
  /** What its nodes stand below; 0 is the root. */
  parent = 0n;
  /** Of its part; a new one each time when undefined. */
  name: string | undefined;

  async rows<Row>(): Promise<readonly Row[]> {
    return [];
  }

  async binary(query: ReadQuery): Promise<Uint8Array> {
    if (query.name !== 'load-nodes') return new Uint8Array();
    this.asked.push(query);
    this.running += 1;
    this.atOnce = Math.max(this.atOnce, this.running);
    await new Promise((resolve) => setImmediate(resolve));
    this.running -= 1;
    if (this.fails) throw new Error('gone');
    const part = Buffer.from(this.name ?? `1_${String(this.asked.length)}_${String(this.asked.length)}_0`);
    const ids = Array.from({ length: this.count }, (_, node) => BigInt(node + this.asked.length * 100_000));
    const column = (values: readonly bigint[]): Buffer => {
      const bytes = Buffer.from(BigUint64Array.from(values).buffer);
      const length: number[] = [];
      for (let rest = values.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      return Buffer.concat([Buffer.from(length), bytes]);
    };
    const columns = [ids, ids.map(() => this.parent), ids].map(column);
    return Buffer.concat([Buffer.from([part.length]), part, ...columns]);
  }
}

it('loads an app once for all who ask at the same time, and again only for those who need more', async () => {
  const source = new SlowSource();
  const trees = new AppTrees(source);
  const [first, second] = await Promise.all([trees.tree(project, 'a'), trees.tree(project, 'a')]);
  expect(first).toBe(second);
  expect(source.asked).toHaveLength(1);
  expect(first.length).toBe(4);
  await Promise.all([trees.extended(project, 'a'), trees.extended(project, 'a'), trees.extended(project, 'a')]);
  // One that was under way, and one for those who came during it.
  expect(source.asked).toHaveLength(3);
  expect(source.atOnce).toBe(1);
  expect(source.asked[2]!.params['known']).toEqual(['1_1_1_0', '1_2_2_0']);
  expect((await trees.tree(project, 'a')).length).toBe(10);
  expect(source.asked).toHaveLength(3);
});

it('lets go of whoever leaves, and loads on for the others', async () => {
  const source = new SlowSource();
  const trees = new AppTrees(source);
  const controller = new AbortController();
  const leaving = trees.tree(project, 'a', controller.signal);
  const staying = trees.tree(project, 'a');
  controller.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  expect((await staying).length).toBe(4);
});

it('tries again after a load that failed', async () => {
  const source = new SlowSource();
  const trees = new AppTrees(source);
  source.fails = true;
  await expect(trees.tree(project, 'a')).rejects.toThrow('gone');
  source.fails = false;
  expect((await trees.tree(project, 'a')).length).toBe(4);
});

it('lets the apps go that were unused for longest, and keeps projects apart', async () => {
  const source = new SlowSource();
  source.count = 1_000;
  const one = new AppTrees(source);
  await one.tree(project, 'a');
  const trees = new AppTrees(source, one.bytes * 2.5);
  await trees.tree(project, 'a');
  await trees.tree(2 as ProjectId, 'a');
  await trees.tree(project, 'a');
  await trees.tree(project, 'b');
  expect(trees.names).toEqual(['1/a', '1/b']);
});

it('reads nodes again whose parents are not there, until these are surely lost', async () => {
  const source = new SlowSource();
  source.parent = 77n;
  let nowMs = 1_000_000;
  const trees = new AppTrees(source, undefined, () => nowMs);
  const known = (): unknown => source.asked.at(-1)!.params['known'];
  source.name = '1_5_5_0';
  expect((await trees.extended(project, 'a')).length).toBe(1);
  nowMs += 59_000;
  await trees.extended(project, 'a');
  expect(known()).toEqual([]);
  nowMs += 1_000;
  await trees.extended(project, 'a');
  await trees.extended(project, 'a');
  expect(known()).toEqual(['1_5_5_0']);
});
