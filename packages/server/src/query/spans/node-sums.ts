import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import { Sums } from '../merge/sums.ts';
import type { ValueRows } from '../merge/value-rows.ts';
import type { PrefixTree } from '../tree/prefix-tree.ts';
import type { TracedValues } from './traced-reader.ts';

/** Sums by node of one app's tree, under construction. */
export class NodeSums {
  readonly tree: PrefixTree;
  /** Nodes of the tree, and behind them what it lacks. */
  readonly #length: number;
  readonly #sums: Sums;
  readonly #samples: Uint32Array;

  constructor(tree: PrefixTree) {
    this.tree = tree;
    this.#length = tree.length;
    this.#sums = new Sums(this.#length + 1);
    this.#samples = new Uint32Array(this.#length + 1);
  }

  /** Adds values of a profile, of the series that pass. Returns whether there were any. */
  add({ words, seriesOfRow }: TracedValues, passes: readonly boolean[] | undefined): boolean {
    let isAny = false;
    for (let row = 0, at = 0; row < seriesOfRow.length; row++, at += VALUE_WORDS) {
      if (passes !== undefined && !passes[seriesOfRow[row]!]) continue;
      const found = this.tree.find(words[at]!, words[at + 1]!);
      const place = found >= 0 && found < this.#length ? found : this.#length;
      this.#sums.add(place, words[at + 2]!, words[at + 3]! | 0);
      this.#samples[place]! += words[at + 4]!;
      isAny = true;
    }
    return isAny;
  }

  /** As they would have come from the engine. */
  rows(): ValueRows {
    const places = Uint32Array.from(this.#samples.keys()).filter((place) => this.#samples[place]! > 0);
    const words = new Uint32Array(places.length * VALUE_WORDS);
    for (const [row, place] of places.entries()) {
      this.#sums.carry(place);
      // Ids are known by their place.
      words[row * VALUE_WORDS + 2] = this.#sums.low[place]!;
      words[row * VALUE_WORDS + 3] = this.#sums.high[place]!;
      words[row * VALUE_WORDS + 4] = this.#samples[place]!;
    }
    return { words, nodes: Int32Array.from(places, (place) => (place < this.#length ? place : -1)) };
  }
}
