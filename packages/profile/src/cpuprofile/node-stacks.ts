import type { ImportLimits } from '../formats/import-limits.ts';
import type { StackIndex } from '../profile.ts';
import type { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { CpuNode } from './read-nodes.ts';

/** V8's name of the node above all others. */
const ROOT = '(root)';
/** V8 has no names for functions without one, nor for the top level of a script. */
const ANONYMOUS = '(anonymous)';
const FILE_URL = 'file://';

/** The stacks of nodes in a profile's tree, each written when it is first asked for. */
export class NodeStacks {
  readonly #builder: ProfileBuilder;
  readonly #nodes: readonly CpuNode[];
  readonly #limits: ImportLimits;
  /** Stack + 2, since -1 is the empty one; 0 is not written yet. */
  readonly #stacks: Int32Array;
  /** Frames of the stack of each node that is written. */
  readonly #depths: Int32Array;

  constructor(builder: ProfileBuilder, nodes: readonly CpuNode[], limits: ImportLimits) {
    this.#builder = builder;
    this.#nodes = nodes;
    this.#limits = limits;
    this.#stacks = new Int32Array(nodes.length);
    this.#depths = new Int32Array(nodes.length);
  }

  /** @throws ProfileFormatError `too_deep`, also where nodes are their own callers; `too_many_stacks` */
  of(row: number): StackIndex | -1 {
    const missing: number[] = [];
    let at = row;
    while (at >= 0 && this.#stacks[at] === 0) {
      // A circle of callers comes by here as well. One more than frames, for the root.
      if (missing.length > this.#limits.depth) throw this.#tooDeep();
      missing.push(at);
      at = this.#nodes[at]!.parent;
    }
    let stack = at < 0 ? -1 : this.#stacks[at]! - 2;
    let depth = at < 0 ? 0 : this.#depths[at]!;
    for (const node of missing.reverse()) {
      stack = this.#child(stack, this.#nodes[node]!);
      if (stack >= 0 && ++depth > this.#limits.depth) throw this.#tooDeep();
      this.#stacks[node] = stack + 2;
      this.#depths[node] = depth;
    }
    return stack as StackIndex | -1;
  }

  #tooDeep(): ProfileFormatError {
    return new ProfileFormatError('too_deep', `a stack has more than ${this.#limits.depth} frames`);
  }

  #child(parent: number, { name, url, line, column, parent: caller }: CpuNode): number {
    if (caller < 0 && name === ROOT && url === '') return -1;
    const file = url.startsWith(FILE_URL) ? url.slice(FILE_URL.length) : url;
    // Where the function begins is known, where in it the sample was is not.
    const func = this.#builder.func({ name: name || ANONYMOUS, file, startLine: line });
    const stack = this.#builder.stack(parent as StackIndex | -1, this.#builder.frame({ func, column }));
    if (stack < this.#limits.stacks) return stack;
    throw new ProfileFormatError('too_many_stacks', `the stacks make more than ${this.#limits.stacks} nodes`);
  }
}
