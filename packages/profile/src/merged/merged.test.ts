import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionTree } from '../formats/function-tree.ts';
import { writeProfile } from '../formats/write-profile.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import { encodePprof } from '../pprof/encode-pprof.ts';
import { totalsOf } from '../totals-of.ts';
import { meansOf } from './means-of.ts';
import type { MergedFrame } from './merged-tree.ts';
import { profileOfMerged } from './profile-of-merged.ts';
import { cutTree, frameNamed, mergedTrees } from './testing/merged-trees.ts';
import { withOthers } from './with-others.ts';

const cpu = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' } as const;

describe('withOthers', () => {
  it('makes totals their parts again', () => {
    fc.assert(
      fc.property(mergedTrees(), (tree) => {
        const { parent, sides } = withOthers(tree);
        for (const { self, total } of sides) {
          const parts = [...self];
          for (const [node, above] of parent.entries()) if (above >= 0) parts[above]! += total[node]!;
          expect(parts).toEqual(total);
        }
      }),
    );
  });

  it('gives a tree that was not cut back as it is', () => {
    const tree = cutTree([
      [-1, '', 0n, 5n, 0n],
      [0, 'main', 5n, 5n, 0n],
    ]);
    expect(withOthers(tree).frames).toEqual([frameNamed('main')]);
  });
});

describe('meansOf', () => {
  it('is a tree whose parts add up, each value less than 1 from its mean', () => {
    fc.assert(
      fc.property(mergedTrees(), fc.integer({ min: 1, max: 1000 }), (cut, profiles) => {
        const tree = withOthers(cut);
        const means = meansOf(tree, profiles);
        for (const [side, { self, total }] of means.sides.entries()) {
          const parts = [...self];
          for (const [node, above] of tree.parent.entries()) if (above >= 0) parts[above]! += total[node]!;
          expect(parts).toEqual(total);
          const sums = tree.sides[side]!;
          for (const node of total.keys()) {
            for (const [mean, sum] of [
              [total[node]!, sums.total[node]!],
              [self[node]!, sums.self[node]!],
            ] as const) {
              const away = mean * BigInt(profiles) - sum;
              expect((away < 0n ? -away : away) < BigInt(profiles)).toBe(true);
            }
          }
        }
      }),
    );
  });

  it('has the nearest whole number at the root, and is the sums for one profile or none', () => {
    const tree = withOthers(
      cutTree([
        [-1, '', 0n, 5n, 0n],
        [0, 'main', 5n, 5n, 0n],
      ]),
    );
    expect(meansOf(tree, 2).sides[0]).toEqual({ self: [0n, 3n], total: [3n, 3n] });
    for (const profiles of [0, 1])
      expect(meansOf(tree, profiles).sides[0]).toEqual({ self: [0n, 5n], total: [5n, 5n] });
  });
});

describe('profileOfMerged', () => {
  it('keeps every stack and its sum, beyond 2^53 too', () => {
    fc.assert(
      fc.property(mergedTrees(), (cut) => {
        const tree = withOthers(cut);
        const profile = decodePprof(encodePprof(profileOfMerged(tree, cpu)));
        expect(totalsOf(profile)).toEqual([tree.sides[0]!.total[0]]);
        const { self } = tree.sides[0]!;
        const wanted = new Map<string, bigint>();
        for (const node of tree.parent.keys()) {
          if (self[node] === 0n) continue;
          const path: string[] = [];
          for (let at = node; at > 0; at = tree.parent[at]!) path.push(tree.frames[tree.frame[at]!]!.function);
          const key = path.reverse().join(';');
          wanted.set(key, (wanted.get(key) ?? 0n) + self[node]!);
        }
        const found = new Map<string, bigint>();
        const { samples, stacks, frames, functions, strings } = profile;
        for (let sample = 0; sample < samples.length; sample++) {
          const path: string[] = [];
          for (let at = samples.stack[sample]!; at >= 0; at = stacks.parent[at]!) {
            path.push(strings[functions.name[frames.func[stacks.frame[at]!]!]!]!);
          }
          const key = path.reverse().join(';');
          found.set(key, (found.get(key) ?? 0n) + BigInt(samples.values[0]![sample]!));
        }
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('keeps files, lines, modules, and addresses where there is no symbol', () => {
    const frames: readonly MergedFrame[] = [
      { function: 'main', file: 'main.c', line: 3, module: '/srv/orders', address: '' },
      { function: '', file: '', line: 0, module: '/lib/libc.so', address: '1a2b3c4d5e' },
      { function: '', file: '', line: 0, module: '', address: '' },
    ];
    const sides = [{ self: [2n, 0n, 3n, 1n], total: [6n, 4n, 3n, 1n] }];
    const profile = profileOfMerged({ parent: [-1, 0, 1, 1], frame: [-1, 0, 1, 2], frames, sides }, cpu, {
      durationNanos: 5,
    });
    expect(new TextDecoder().decode(writeProfile(profile, 'collapsed'))).toBe(
      'main;libc.so 0x1a2b3c4d5e 3\nmain;[unknown] 1\n[no stack] 2\n',
    );
    expect(profile.durationNanos).toBe(5);
    expect(profile.frames.line[0]).toBe(3);
  });

  it('can be drawn when its sum is beyond 2^53', () => {
    const days = 200n * 86_400_000_000_000n;
    const tree = withOthers(
      cutTree([
        [-1, '', 0n, days, 0n],
        [0, 'main', days, days, 0n],
      ]),
    );
    const profile = profileOfMerged(tree, cpu);
    expect(() => functionTree(profile, 0)).toThrow(/2\^53/);
    for (const format of ['dot', 'svg'] as const) {
      expect(new TextDecoder().decode(writeProfile(profile, format))).toContain('4800 h');
    }
  });
});
