import { Sums } from '../merge/sums.ts';
import { GrowableWords } from '../tree/growable-words.ts';
import { PairIndex } from '../tree/pair-index.ts';

/** What a group of a timeline has in its slots. */
export interface GroupSlots {
  readonly labels: readonly string[];
  readonly sum: bigint;
  readonly slots: readonly Slot[];
}

export interface Slot {
  readonly slot: number;
  readonly sum: bigint;
  readonly profiles: number;
}

/** Sums and numbers of profiles by group and slot, under construction. */
export class GroupedSlots {
  readonly #groups = new Map<string, number>();
  readonly #labels: (readonly string[])[] = [];
  /** By group and slot. */
  readonly #cells = new PairIndex();
  /** A row for each sum: its cell and halves. */
  readonly #cell = new GrowableWords();
  readonly #low = new GrowableWords();
  readonly #high = new GrowableWords();
  readonly #profiles = new GrowableWords();

  /** Groups times slots so far. */
  get length(): number {
    return this.#cells.length;
  }

  /** The number of a group, by its labels. */
  group(labels: readonly string[]): number {
    const key = JSON.stringify(labels);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    this.#groups.set(key, this.#labels.length);
    return this.#labels.push(labels) - 1;
  }

  /** All of them, each group by itself. */
  get profiles(): number {
    let sum = 0;
    for (let at = 0; at < this.#profiles.length; at++) sum += this.#profiles.data[at]!;
    return sum;
  }

  /** @param low and `high` are halves of a signed 64-bit number */
  addSum(group: number, slot: number, low: number, high: number, profiles: number): void {
    const at = this.#at(group, slot);
    this.#cell.push(at);
    this.#low.push(low);
    this.#high.push(high);
    this.#profiles.data[at]! += profiles;
  }

  addProfiles(group: number, slot: number, profiles: number): void {
    const at = this.#at(group, slot);
    this.#profiles.data[at]! += profiles;
  }

  #at(group: number, slot: number): number {
    const at = this.#cells.add(group, slot);
    if (at === this.#profiles.length) this.#profiles.push(0);
    return at;
  }

  /** Largest sum first, then by labels; slots in their order. */
  sorted(): readonly GroupSlots[] {
    const sums = new Sums(this.#cells.length);
    for (let row = 0; row < this.#cell.length; row++) {
      sums.add(this.#cell.data[row]!, this.#low.data[row]!, this.#high.data[row]! | 0);
    }
    const ofGroups = new Sums(this.#labels.length);
    const slots: Slot[][] = this.#labels.map(() => []);
    for (let at = 0; at < this.#cells.length; at++) {
      const group = this.#cells.low[at]!;
      sums.carry(at);
      ofGroups.add(group, sums.low[at]!, sums.high[at]!);
      slots[group]!.push({ slot: this.#cells.high[at]!, sum: sums.exact(at), profiles: this.#profiles.data[at]! });
    }
    return this.#labels
      .map((labels, group) => {
        ofGroups.carry(group);
        return { labels, sum: ofGroups.exact(group), slots: slots[group]!.sort((a, b) => a.slot - b.slot) };
      })
      .sort(bySum);
  }
}

const bySum = (a: GroupSlots, b: GroupSlots): number => {
  if (a.sum !== b.sum) return a.sum < b.sum ? 1 : -1;
  return a.labels.join('\0') < b.labels.join('\0') ? -1 : 1;
};
