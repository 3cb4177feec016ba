import { describe, expect, it } from 'vitest';
import { foldThread } from '../../testing/read-processed.ts';
import { numbers, type ProcessedThread } from '../processed-profile.ts';
import { applySymbols } from './apply-symbols.ts';
import { collectAddresses } from './collect-addresses.ts';
import { type SymbolAnswer, symbolKey } from './symbol-key.ts';

/**
 * A thread as samply 0.13.1 writes it, before symbols:
 *
 *     0x10 ── 0x20 ── 0x30        three samples; and 0x21, another address of the function at 0x20, one sample
 *          └─ 0x21                lib of 0x10, 0x20, 0x21: 0; 0x30 is code without a library
 */
function rawThread(): ProcessedThread {
  return {
    name: 'worker',
    stringArray: ['lib', '0x10', '0x20', '0x30', '0x21', '[anon]'],
    frameTable: {
      length: 4,
      address: [0x10, 0x20, 0x30, 0x21],
      inlineDepth: [0, 0, 0, 0],
      func: [0, 1, 2, 3],
      nativeSymbol: [null, null, null, null],
      line: [null, null, null, null],
      category: [2, 2, 1, 2],
    },
    funcTable: {
      length: 4,
      name: [1, 2, 3, 4],
      isJS: [false, false, false, false],
      resource: [0, 0, 1, 0],
      fileName: [null, null, null, null],
    },
    stackTable: { length: 4, prefix: [null, 0, 1, 0], frame: [0, 1, 2, 3], category: [2, 2, 1, 2] },
    nativeSymbols: { length: 0, address: [], functionSize: [], libIndex: [], name: [] },
    resourceTable: { length: 2, lib: [0, null], name: [0, 5], host: [null, null], type: [1, 1] },
    samples: {
      length: 5,
      stack: [2, 2, 3, 2, null],
      time: [1, 2, 3, 4, 5],
      weight: [1, 1, 1, 1, 1],
      weightType: 'samples',
    },
    markers: { length: 2, data: [{ cause: { stack: 3 } }, null] },
  };
}

const level = (name: string, file: string, line: number): SymbolAnswer['levels'][0] => ({ name, file, line });
const answers = new Map<string, SymbolAnswer>([
  [symbolKey(0, 0x10), { levels: [level('main', 'a.c', 7)], functionStart: 0x8, functionSize: 0x10 }],
  [
    symbolKey(0, 0x20),
    { levels: [level('hot', 'a.c', 3), level('square', 'b.h', 9)], functionStart: 0x18, functionSize: 0x20 },
  ],
  [symbolKey(0, 0x21), { levels: [level('hot', 'a.c', 4)], functionStart: 0x18, functionSize: 0x20 }],
]);

describe('applySymbols', () => {
  it('writes names, exact lines and inlined functions, and keeps what it does not know', () => {
    const thread = rawThread();
    applySymbols(thread, answers);
    expect(foldThread(thread)).toEqual([
      ['main a.c:7 > hot a.c:3 > square b.h:9 > 0x30', 3],
      ['main a.c:7 > hot a.c:4', 1],
      ['', 1],
    ]);
    expect(numbers(thread.frameTable, 'inlineDepth')).toEqual([0, 0, 1, 0, 0]);
    expect(numbers(thread.frameTable, 'address')).toEqual([0x10, 0x20, 0x20, 0x30, 0x21]);
    expect(numbers(thread.frameTable, 'category')).toEqual([2, 2, 2, 1, 2]);
  });

  it('makes one function of all of its addresses, and one native symbol', () => {
    const thread = rawThread();
    applySymbols(thread, answers);
    const names = numbers(thread.funcTable, 'name').map((name) => thread.stringArray[name ?? -1]);
    expect(names).toEqual(['main', 'hot', 'square', '0x30']);
    expect(thread.nativeSymbols).toMatchObject({
      length: 2,
      address: [0x8, 0x18],
      functionSize: [0x10, 0x20],
      libIndex: [0, 0],
    });
    expect(numbers(thread.frameTable, 'nativeSymbol')).toEqual([0, 1, 1, null, 1]);
  });

  it('leaves times, weights and names of threads alone, and lets markers follow', () => {
    const thread = rawThread();
    applySymbols(thread, answers);
    const { samples, name } = rawThread();
    expect({ ...thread.samples, stack: [] }).toEqual({ ...samples, stack: [] });
    expect(thread.name).toBe(name);
    const leaf = numbers(thread.samples, 'stack')[2];
    expect(thread['markers']).toMatchObject({ data: [{ cause: { stack: leaf } }, null] });
  });

  it('changes nothing but numbers without answers', () => {
    const thread = rawThread();
    applySymbols(thread, new Map());
    expect(foldThread(thread)).toEqual(foldThread(rawThread()));
  });
});

it('asks for each address in a library once', () => {
  const lib = { name: 'a', path: '/a', debugName: 'a', debugPath: '/a', breakpadId: 'ID0', codeId: null, arch: null };
  const profile = { meta: {}, libs: [lib], threads: [rawThread(), rawThread()] };
  expect(collectAddresses(profile)).toEqual([0x10, 0x20, 0x21].map((address) => ({ lib: 0, address })));
  expect(collectAddresses({ ...profile, libs: [{ ...lib, breakpadId: '' }] })).toEqual([]);
});
