import type { FlameLayout } from './flame-layout.ts';
import type { FlameTheme } from './flame-theme.ts';
import type { FlameView } from './flame-view.ts';
import type { Colouring } from './node-paints.ts';
import type { SearchResult } from './search-tree.ts';
import type { NodeIndex } from './tree-columns.ts';

/** What is to be seen. */
export interface FlamePicture {
  readonly layout: FlameLayout;
  readonly theme: FlameTheme;
  readonly colouring: Colouring;
  /** Root at the bottom instead of the top. */
  readonly isFlipped: boolean;
  /** The root is not drawn: something else stands for it. */
  readonly hidesRoot?: boolean | undefined;
  readonly rowPx: number;
  readonly valueText: (value: number) => string;
  readonly matches?: SearchResult | undefined;
  /** Index in `frames`: every call of that function is ringed. */
  readonly selectedFrame?: number | undefined;
  /** What is written at the right of a wide frame; its share of the whole when absent. */
  readonly tailText?: ((node: NodeIndex) => string) | undefined;
}

/** A frame as it lies in the window, in client coordinates: where a tooltip goes. */
export interface FrameBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a person does to the picture. Who handles it may change the picture or not: the graph changes only its focus. */
export interface FlameHandlers {
  readonly onHover?: (node: NodeIndex | undefined, box: FrameBox | undefined) => void;
  /** A click, or Enter. */
  readonly onZoom?: (node: NodeIndex) => void;
  /** Escape. */
  readonly onBack?: () => void;
  /** A double click. */
  readonly onOpen?: (node: NodeIndex) => void;
  readonly onMenu?: (node: NodeIndex, clientX: number, clientY: number) => void;
  /** The keyboard moved to a frame. */
  readonly onFocus?: (node: NodeIndex) => void;
  /** Somebody panned or zoomed to what is no node. */
  readonly onView?: (view: FlameView) => void;
  /** How long drawing took, in milliseconds. */
  readonly onDrawn?: (ms: number) => void;
}
