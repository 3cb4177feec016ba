import type { Profile } from './profile.ts';

/** How often a label's key occurs on samples. */
export interface LabelKeyCount {
  readonly key: string;
  readonly texts: number;
  readonly numbers: number;
}

/** The keys of all labels on samples, in the order of their first use. */
export function sampleLabelKeys(profile: Profile): readonly LabelKeyCount[] {
  const { labels } = profile.samples;
  const counts = new Map<number, { texts: number; numbers: number }>();
  for (let row = 0; row < labels.key.length; row++) {
    const key = labels.key[row]!;
    const count = counts.get(key) ?? { texts: 0, numbers: 0 };
    if (labels.isNumber[row] === 1) count.numbers += 1;
    else count.texts += 1;
    counts.set(key, count);
  }
  return Array.from(counts, ([key, count]) => ({ key: profile.strings[key]!, ...count }));
}

/** One text label of a sample. */
export interface TextLabel {
  readonly key: string;
  readonly value: string;
}

/** The text labels of one sample, in the order of the upload. Not for hot paths: see `groupByLabels`. */
export function* textLabelsOf(profile: Profile, sample: number): Generator<TextLabel> {
  const { labels } = profile.samples;
  for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
    if (labels.isNumber[row] === 1) continue;
    yield { key: profile.strings[labels.key[row]!]!, value: profile.strings[labels.text[row]!]! };
  }
}
