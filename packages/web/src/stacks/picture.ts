import type { FlameLayout, NodeIndex, TreeColumns } from '@hearth/flamegraph';
import type { PathIds } from './path-id.ts';

/** A tree of stacks as it stands on the screen. */
export interface Picture {
  /** As answered, root first: what the table counts. */
  readonly columns: TreeColumns;
  /** As drawn: perhaps turned round or collapsed. */
  readonly layout: FlameLayout;
  readonly ids: PathIds;
  readonly zoom: NodeIndex;
  /** What to ask for to open an "other" where it is: ids of the nodes it hangs below. None where the picture is inverted. */
  readonly othersOf: (node: NodeIndex) => readonly string[];
}
