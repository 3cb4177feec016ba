import { expect, test } from 'vitest';
import { storedUpload } from '../groups/assign-ids.ts';
import { InFlight } from '../groups/in-flight.ts';
import { openGate } from '../groups/series-gate.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import { planUpload } from '../groups/upload-group.ts';
import type { Cell } from '../native/column.ts';
import type { StoreTable } from '../tables/table-name.ts';
import { type TextUpload, textUpload } from '../testing/text-upload.ts';
import { GroupRows } from './group-rows.ts';
import { KnownIds } from './known-ids.ts';

const stored = (input: TextUpload): StoredUpload => storedUpload(textUpload(input), 0, new InFlight(), new Set());

function rowsOf(inputs: readonly TextUpload[], known = new KnownIds(), gate = openGate): GroupRows {
  const rows = new GroupRows(known);
  for (const input of inputs) {
    const upload = stored(input);
    rows.add(4096, upload, planUpload(upload, textUpload(input).decoded, gate));
  }
  return rows;
}

function table(rows: GroupRows, name: StoreTable): readonly Readonly<Record<string, Cell>>[] {
  return (
    rows
      .blocks()
      .find((block) => block.table === name)
      ?.toRows() ?? []
  );
}

/** Samples as people read them: the path of functions, labels, values. */
function readable(rows: GroupRows): readonly string[] {
  const frames = new Map(table(rows, 'frames').map((row) => [row['frame_id'], row['function']]));
  const nodes = new Map(table(rows, 'nodes').map((row) => [row['node_id'], row]));
  const series = new Map(table(rows, 'series').map((row) => [row['series_id'], row['labels_text']]));
  const path = (id: Cell): string => {
    const node = nodes.get(id);
    if (node === undefined) return '';
    return `${path(node['parent_id']!)}/${String(frames.get(node['frame_id']!))}`;
  };
  return table(rows, 'samples').map(
    (row) => `${row['kind']} ${path(row['node_id']!)} ${series.get(row['series_id']!)} ${row['v0']} ${row['v1'] ?? 0}`,
  );
}

const stacks = `
  main;handle;hash 3 30000
  main;handle;hash {endpoint=/a} 1 5
  main;handle;hash 1 7
  main;handle;render {endpoint=/a, thread id=9} 1 10000
  - 2 1`;

test('one row for each stack and label set, values of a kind side by side', () => {
  expect(readable(rowsOf([{ id: 'a', stacks }]))).toEqual([
    'samples:count,cpu:nanoseconds /main/handle/hash [["region","eu"]] 4 30007',
    'samples:count,cpu:nanoseconds /main/handle/hash [["endpoint","/a"],["region","eu"]] 1 5',
    'samples:count,cpu:nanoseconds /main/handle/render [["endpoint","/a"],["region","eu"]] 1 10000',
    'samples:count,cpu:nanoseconds  [["region","eu"]] 2 1',
  ]);
});

test('totals by series and type, and a profile that names its types', () => {
  const rows = rowsOf([{ id: 'a', stacks }]);
  expect(
    table(rows, 'totals').map((row) => `${row['type']} ${row['unit']} ${row['aggregation']} ${row['value']}`),
  ).toEqual(['samples count sum 6', 'samples count sum 2', 'cpu nanoseconds sum 30008', 'cpu nanoseconds sum 10005']);
  expect(table(rows, 'profiles')).toMatchObject([
    {
      types: ['samples', 'cpu'],
      kinds: ['samples:count,cpu:nanoseconds'],
      sample_count: 5,
      state: 'decoded',
      group_id: 4096n,
    },
  ]);
  expect(rows.counts).toEqual({ samples: 4, totals: 4, spans: 0, profiles: 1 });
});

test('kinds of their own for types of other families, nothing for what is zero', () => {
  const rows = rowsOf([
    {
      id: 'a',
      types: ['alloc_objects/count', 'alloc_space/bytes', 'inuse_space/bytes'],
      stacks: 'main 0 0 7\nmain;b 0 0 -9',
    },
  ]);
  expect(readable(rows).map((line) => line.replace(/ \[.*\]/, ''))).toEqual([
    'inuse_space:bytes /main 7 0',
    'inuse_space:bytes /main/b -9 0',
  ]);
  expect(table(rows, 'totals')).toMatchObject([{ type: 'inuse_space', aggregation: 'avg', value: -2n }]);
});

test('of all rows of a type in totals one stands for the profile', () => {
  const rows = rowsOf([
    { id: 'a', stacks },
    { id: 'b', stacks: 'main {endpoint=/a} 1 1' },
    // Adds up to nothing, and is a profile all the same.
    { id: 'c', stacks: 'main 1 1\nmain -1 -1' },
  ]);
  const counted = table(rows, 'totals').map((row) => `${row['type']} ${row['value']} ${row['profiles']}`);
  expect(counted).toEqual([
    'samples 6 1',
    'samples 2 0',
    'cpu 30008 1',
    'cpu 10005 0',
    'samples 1 1',
    'cpu 1 1',
    'samples 0 1',
    'cpu 0 1',
  ]);
});

test('what the engine knows is not sent again, until it would expire before its samples', () => {
  const known = new KnownIds();
  const first = rowsOf([{ id: 'a', stacks }], known);
  const [nodes, frames, series] = [table(first, 'nodes'), table(first, 'frames'), table(first, 'series')];
  known.addAll(first.sent);
  const second = rowsOf([{ id: 'b', stacks: `${stacks}\nmain;other 1 1` }], known);
  expect([table(second, 'nodes').length, table(second, 'frames').length, table(second, 'series').length]).toEqual([
    1, 1, 0,
  ]);
  const later = rowsOf([{ id: 'c', stacks, startMs: Date.UTC(2026, 10, 29) }], known);
  expect([table(later, 'nodes').length, table(later, 'frames').length, table(later, 'series').length]).toEqual([
    nodes.length,
    frames.length,
    series.length,
  ]);
  expect(table(later, 'nodes').map((row) => row['node_id'])).toEqual(nodes.map((row) => row['node_id']));
});

test('another app, project, release or environment shares no id', () => {
  const ids = (input: Partial<TextUpload>): readonly (Cell | undefined)[] => {
    const rows = rowsOf([{ id: 'a', stacks: 'main 1 1', ...input }]);
    return [table(rows, 'nodes')[0]?.['node_id'], table(rows, 'series')[0]?.['series_id']];
  };
  const [node, series] = ids({});
  for (const other of [{ app: 'other' }, { projectId: 2 }]) expect(ids(other)).not.toContain(node);
  for (const other of [{ app: 'other' }, { projectId: 2 }, { release: '2' }, { environment: 'dev' }, { host: 'h' }]) {
    expect(ids(other)).not.toContain(series);
  }
});

test('label sets beyond what a project may have keep their samples under the own series', () => {
  const lost: number[] = [];
  const gate = { admit: () => false, overflowed: (_: unknown, __: string, samples: number) => void lost.push(samples) };
  const rows = rowsOf([{ id: 'a', stacks }], new KnownIds(), gate);
  expect(table(rows, 'series')).toHaveLength(1);
  expect(lost).toEqual([2]);
  expect(table(rows, 'samples').reduce((sum, row) => sum + (row['v1'] as bigint), 0n)).toBe(40013n);
});

test('callers of what is called from several addresses of one line', () => {
  const input: TextUpload = { id: 'addresses', stacks: 'main;handle;hash (h.c:1) 1 1\nmain;handle;hash (h.c:2) 1 2' };
  const upload = textUpload(input);
  // Two frames that differ in their address only: not told apart once they have a symbol.
  upload.decoded.profiles[0]!.parts[0]!.profile.frames.line.fill(1);
  const rows = new GroupRows(new KnownIds());
  rows.add(4096, stored(input), planUpload(stored(input), upload.decoded, openGate));
  expect(table(rows, 'nodes')).toHaveLength(3);
  expect(readable(rows).map((line) => line.split(' ')[1])).toEqual(['/main/handle/hash', '/main/handle/hash']);
});
