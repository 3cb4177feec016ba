import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineClient } from '../client/engine-client.ts';
import { ArrayColumn } from './array-column.ts';
import { DictionaryColumn } from './dictionary-column.ts';
import { HexColumn } from './hex-column.ts';
import { MapColumn } from './map-column.ts';
import { NumberColumn } from './number-column.ts';
import { TableBlock } from './table-block.ts';
import { TextColumn } from './text-column.ts';
import { MICROSECONDS, MILLISECONDS, WideColumn } from './wide-column.ts';

let directory: string;
let engine: Engine;
let client: EngineClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-native-'));
  engine = await startEngine({ dataDir: directory });
  client = new EngineClient({ connection: () => engine.connection });
});

afterAll(async () => {
  client.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

const texts = ['', 'plain', 'ü€😀', "tab\tnew\nline \\ 'quote'", 'x'.repeat(40_000)];

test('what a block says is what the engine reads, for every kind of column', async () => {
  await client.command({
    name: 'test',
    sql: `CREATE TABLE kinds (row UInt32, tiny UInt8, small UInt16, sign Int8, wide UInt64, signed Int64, at DateTime64(3, 'UTC'),
      exact DateTime64(6, 'UTC'), short FixedString(8), hour DateTime('UTC'), id FixedString(16), text String, word LowCardinality(String), fewer LowCardinality(String),
      words Array(LowCardinality(String)), ids Array(FixedString(16)), labels Map(LowCardinality(String), String))
      ENGINE = MergeTree ORDER BY row`,
  });
  const rows = 1_000;
  const row = new NumberColumn('UInt32');
  const tiny = new NumberColumn('UInt8');
  const small = new NumberColumn('UInt16');
  const sign = new NumberColumn('Int8');
  const wide = new WideColumn('UInt64');
  const signed = new WideColumn('Int64');
  const at = new WideColumn(MILLISECONDS);
  const exact = new WideColumn(MICROSECONDS);
  const short = new HexColumn(8);
  const hour = new NumberColumn('UInt32');
  const id = new HexColumn();
  const text = new TextColumn();
  const word = new DictionaryColumn();
  const fewer = new DictionaryColumn();
  const words = new ArrayColumn(new DictionaryColumn());
  const ids = new ArrayColumn(new HexColumn());
  const labels = new MapColumn();
  fewer.fill('constant', rows);
  for (let index = 0; index < rows; index++) {
    row.push(index);
    tiny.push(index);
    small.push(index * 3);
    sign.push(index % 2 === 0 ? -1 : 1);
    wide.pushHalves(0xffffffff - index, 0xffffffff);
    if (index % 2 === 0) signed.push(-index * 2 ** 40);
    else signed.pushBigInt(BigInt(index) * -(2n ** 50n));
    at.push(Date.UTC(2026, 10, 21) + index);
    exact.push(Date.UTC(2026, 10, 21) * 1000 + index);
    short.push(index % 2 === 0 ? '' : index.toString(16).padStart(16, 'b'));
    hour.push(1_790_000_000 + index);
    id.push(index.toString(16).padStart(32, 'a'));
    text.push(texts[index % texts.length]!);
    word.push(`word-${index % 700}`);
    for (let count = 0; count < index % 4; count++) {
      words.items.push(`w${count}`);
      ids.items.push(count.toString().repeat(32));
    }
    words.endRow();
    ids.endRow();
    labels.push(Object.entries(index % 3 === 0 ? {} : { key: String(index), ü: '€' }));
  }
  const block = new TableBlock('kinds', {
    row,
    tiny,
    small,
    sign,
    wide,
    signed,
    at,
    exact,
    short,
    hour,
    id,
    text,
    word,
    fewer,
    words,
    ids,
    labels,
  });
  await client.insert({ table: 'kinds', columns: Object.keys(block.columns), blocks: block.encode() });

  const read = await client.rows<Record<string, unknown>>({
    name: 'test',
    sql: `SELECT row, tiny, small, sign, wide, signed, toString(toUnixTimestamp64Milli(at)) AS at, toString(toUnixTimestamp64Micro(exact)) AS exact,
      lower(hex(short)) AS short, toUnixTimestamp(hour) AS hour,
      lower(hex(id)) AS id, text, word, fewer, words, arrayMap(x -> lower(hex(x)), ids) AS ids, labels FROM kinds ORDER BY row`,
  });
  const expected = block.toRows().map((cells) => ({
    ...cells,
    wide: String(cells['wide']),
    signed: String(cells['signed']),
    at: String(cells['at']),
    exact: String(cells['exact']),
    short: String(cells['short']).padStart(16, '0'),
    labels: Object.fromEntries(cells['labels'] as ReadonlyMap<string, string>),
  }));
  expect(read).toEqual(expected);
});

test('a column with rows missing is a mistake that is not sent', () => {
  const full = new NumberColumn('UInt8');
  full.push(1);
  expect(() => new TableBlock('t', { full, empty: new TextColumn() }).encode()).toThrow('t.empty has 0 of 1 rows');
});
