import { setImmediate } from 'node:timers/promises';
import { decimalId } from '../../store/readers/id-list.ts';
import { loadFrameKeys } from '../../store/readers/load-frame-keys.ts';
import { loadNodes, type NodePart } from '../../store/readers/load-nodes.ts';
import type { RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { LoadQueue } from './load-queue.ts';
import { PartRanges } from './part-ranges.ts';
import { PrefixTree } from './prefix-tree.ts';

/** Trees at about 65 bytes a node: four million nodes, which is 40 apps of 100 000. */
export const DEFAULT_TREE_BYTES = 256 * 1024 * 1024;
/** Past it all frames of the app are read, which is quicker than naming them. */
const MAX_NAMED_FRAMES = 20_000;
/** A part whose nodes still lack their parents after this long is not read again: these were lost. An insert takes seconds. */
const ORPHANS_WAIT_MS = 60_000;
/** Loading an app of millions of nodes takes seconds; whoever asks may give up before. */
const LOAD_TIMEOUT_MS = 60_000;

interface AppTree {
  readonly tree: PrefixTree;
  /** Whether all was read once. */
  isLoaded: boolean;
  readonly parts: PartRanges;
  /** When parts were first read that hold nodes without their parents: Unix milliseconds. */
  readonly orphaned: Map<string, number>;
  readonly loads: LoadQueue;
}

/**
 * The prefix trees of apps, in memory. A tree is read when it is first asked for; later only the parts of `nodes` that were not read
 * before, and only when a sample names a node that is not there. Trees unused for longest go when the budget is spent.
 */
export class AppTrees {
  readonly #source: RowSource;
  readonly #budgetBytes: number;
  readonly #now: () => number;
  /** In the order of their last use. */
  readonly #apps = new Map<string, AppTree>();

  constructor(source: RowSource, budgetBytes: number = DEFAULT_TREE_BYTES, now: () => number = Date.now) {
    this.#source = source;
    this.#budgetBytes = budgetBytes;
    this.#now = now;
  }

  get bytes(): number {
    let sum = 0;
    for (const { tree } of this.#apps.values()) sum += tree.bytes;
    return sum;
  }

  /** Projects and apps whose trees are in memory, the one used last at the end: `PROJECT/APP`. */
  get names(): readonly string[] {
    return [...this.#apps.keys()];
  }

  /**
   * The tree of an app, as it is in memory; loaded when it is not. The load goes on when the signal fires, since others wait for it.
   * @throws HearthError as `RowSource`; whatever the signal's reason is
   */
  async tree(project: ProjectId, app: string, signal?: AbortSignal): Promise<PrefixTree> {
    const key = `${String(project)}/${app}`;
    const known = this.#apps.get(key);
    if (known === undefined) return this.extended(project, app, signal);
    this.#use(key, known);
    if (!known.isLoaded) await unlessAborted(known.loads.running ?? this.#run(project, app, key, known), signal);
    return known.tree;
  }

  /** The same with every node that was stored before this call. */
  async extended(project: ProjectId, app: string, signal?: AbortSignal): Promise<PrefixTree> {
    const key = `${String(project)}/${app}`;
    const entry: AppTree = this.#apps.get(key) ?? {
      tree: new PrefixTree(app),
      isLoaded: false,
      parts: new PartRanges(),
      orphaned: new Map(),
      loads: new LoadQueue(),
    };
    this.#use(key, entry);
    await unlessAborted(this.#run(project, app, key, entry), signal);
    return entry.tree;
  }

  #run(project: ProjectId, app: string, key: string, entry: AppTree): Promise<void> {
    const loaded = entry.loads.run(async () => {
      await this.#load(project, app, entry);
      entry.isLoaded = true;
      this.#forget(key);
    });
    // Whoever asked may have left.
    loaded.catch(() => undefined);
    return loaded;
  }

  async #load(project: ProjectId, app: string, { tree, parts, orphaned, isLoaded }: AppTree): Promise<void> {
    const ask = { timeoutMs: LOAD_TIMEOUT_MS };
    const isFirst = !isLoaded;
    const [found, frames] = await Promise.all([
      loadNodes(this.#source, project, app, parts.names, ask),
      isFirst ? loadFrameKeys(this.#source, project, app, undefined, ask) : [],
    ]);
    for (const rows of frames) tree.addFrames(rows);
    const unknown = framesMissing(tree, found);
    if (unknown.size > 0) {
      const ids = unknown.size > MAX_NAMED_FRAMES ? undefined : [...unknown];
      for (const rows of await loadFrameKeys(this.#source, project, app, ids, ask)) tree.addFrames(rows);
    }
    // An insert of several weeks is not one step: a child's part may be there before its parent's.
    let waiting = found;
    for (let before = Number.POSITIVE_INFINITY; waiting.length > 0 && waiting.length < before; ) {
      before = waiting.length;
      const still: NodePart[] = [];
      for (const part of waiting) {
        if ((await addInSteps(tree, part)) === 0) parts.add(part.part);
        else still.push(part);
      }
      waiting = still;
    }
    const nowMs = this.#now();
    const first = new Map(waiting.map(({ part }) => [part, orphaned.get(part) ?? nowMs]));
    orphaned.clear();
    for (const [part, sinceMs] of first) {
      if (nowMs - sinceMs >= ORPHANS_WAIT_MS) parts.add(part);
      else orphaned.set(part, sinceMs);
    }
  }

  #use(key: string, entry: AppTree): void {
    this.#apps.delete(key);
    this.#apps.set(key, entry);
  }

  /** Whoever works with a tree that goes keeps it until the answer is made. */
  #forget(inUse: string): void {
    let { bytes } = this;
    for (const [key, { tree, loads }] of this.#apps) {
      if (bytes <= this.#budgetBytes) return;
      if (key === inUse || loads.running !== undefined) continue;
      this.#apps.delete(key);
      bytes -= tree.bytes;
    }
  }
}

/** A million nodes take a second: other requests get their turn meanwhile. */
async function addInSteps(tree: PrefixTree, part: NodePart): Promise<number> {
  const steps = tree.addNodesInSteps(part);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await setImmediate();
  }
}

/** Ids in decimal. */
function framesMissing(tree: PrefixTree, parts: readonly NodePart[]): ReadonlySet<string> {
  const missing = new Set<string>();
  for (const { frames, length } of parts) {
    for (let row = 0; row < length; row++) {
      const lo = frames[row * 2]!;
      const hi = frames[row * 2 + 1]!;
      if (!tree.knowsFrame(lo, hi)) missing.add(decimalId(lo, hi));
    }
  }
  return missing;
}
