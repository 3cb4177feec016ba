import { PairTable } from './pair-table.ts';
import type { Profile } from './profile.ts';
import type { TextLabel } from './sample-labels.ts';

/** How many label sets one profile may make. Past them samples keep their values and lose their labels. */
export interface LabelGroupLimits {
  readonly groups: number;
  readonly labelsPerGroup: number;
  /** UTF-16 code units of one value. */
  readonly valueLength: number;
}

export const DEFAULT_LABEL_GROUP_LIMITS: LabelGroupLimits = {
  // A handler or tenant label has tens of values in one upload; thousands mean that an id was made a label.
  groups: 1000,
  // The number of label names that a series may have.
  labelsPerGroup: 64,
  // Longer ones are payloads, not names.
  valueLength: 1024,
};

/** A label set: pairs with distinct keys, sorted by key (code unit order). */
export type LabelSet = readonly TextLabel[];

/** Samples by the labels that their user set. */
export interface LabelGroups {
  /** Group 0 is always the empty set. */
  readonly groups: readonly LabelSet[];
  /** Index into {@link groups} of each sample. */
  readonly sampleGroup: Uint32Array;
  /** Samples that fell back to group 0 because a limit was reached. */
  readonly overflowSamples: number;
}

/** Marks a key that `keep` refuses. */
const DROPPED = -1;

/**
 * Groups samples by their text labels whose key `keep` accepts (usually `isUserLabel`). Numeric labels never count. When a sample
 * has a key twice, the last value wins.
 */
export function groupByLabels(
  profile: Profile,
  keep: (key: string) => boolean,
  limits: LabelGroupLimits = DEFAULT_LABEL_GROUP_LIMITS,
): LabelGroups {
  const { labels } = profile.samples;
  const sampleGroup = new Uint32Array(profile.samples.length);
  if (labels.key.length === 0) return { groups: [[]], sampleGroup, overflowSamples: 0 };
  const { strings } = profile;
  const groups: LabelSet[] = [[]];
  const groupOfNode = new Map<number, number>([[-1, 0]]);
  const pairs = new PairTable();
  const nodes = new PairTable();
  const interned = internedStrings(strings);
  // By string: 0 not asked yet, DROPPED, or the interned key + 1.
  const keptKeys = new Int32Array(strings.length);
  const keyOf = (string: number): number => {
    if (keptKeys[string] === 0) keptKeys[string] = keep(strings[string]!) ? interned(string) + 1 : DROPPED;
    return keptKeys[string]!;
  };
  const keys: number[] = [];
  const texts: number[] = [];
  let overflowSamples = 0;
  let pairCount = 0;
  let nodeCount = 0;

  /** Puts a label in its place among the sample's, sorted by key index. */
  const insert = (key: number, text: number): void => {
    let at = keys.length;
    while (at > 0 && keys[at - 1]! > key) at--;
    if (at > 0 && keys[at - 1] === key) {
      texts[at - 1] = text;
      return;
    }
    keys.splice(at, 0, key);
    texts.splice(at, 0, text);
  };

  for (let sample = 0; sample < sampleGroup.length; sample++) {
    keys.length = 0;
    texts.length = 0;
    let tooLong = false;
    for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
      if (labels.isNumber[row] === 1) continue;
      const key = keyOf(labels.key[row]!);
      if (key === DROPPED) continue;
      tooLong ||= strings[labels.text[row]!]!.length > limits.valueLength;
      insert(key - 1, interned(labels.text[row]!));
    }
    if (tooLong || keys.length > limits.labelsPerGroup) {
      overflowSamples += 1;
      continue;
    }
    let node = -1;
    for (let at = 0; at < keys.length; at++) {
      const pair = pairs.getOrAdd(keys[at]!, texts[at]!, pairCount);
      if (pair === pairCount) pairCount += 1;
      node = nodes.getOrAdd(node, pair, nodeCount);
      if (node === nodeCount) nodeCount += 1;
    }
    let group = groupOfNode.get(node);
    if (group === undefined) {
      group = groups.length < limits.groups ? groups.length : 0;
      groupOfNode.set(node, group);
      if (group !== 0) groups.push(labelSet(strings, keys, texts));
    }
    if (group === 0 && keys.length > 0) overflowSamples += 1;
    sampleGroup[sample] = group;
  }
  return { groups, sampleGroup, overflowSamples };
}

function labelSet(strings: readonly string[], keys: readonly number[], texts: readonly number[]): LabelSet {
  const set = keys.map((key, at) => ({ key: strings[key]!, value: strings[texts[at]!]! }));
  return set.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Gives every text one index, in case a string table holds it twice. */
function internedStrings(strings: readonly string[]): (string: number) => number {
  const indexOf = new Map<string, number>();
  // Index + 1 by string; 0 not asked yet.
  const known = new Int32Array(strings.length);
  return (string) => {
    if (known[string] === 0) {
      const text = strings[string]!;
      const index = indexOf.get(text) ?? string;
      indexOf.set(text, index);
      known[string] = index + 1;
    }
    return known[string]! - 1;
  };
}
