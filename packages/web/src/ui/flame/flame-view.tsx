import type {
  Colouring,
  FlameGraph,
  FlameHandlers,
  FlameLayout,
  FlameTheme,
  NodeIndex,
  SearchResult,
} from '@hearth/flamegraph';
import { type ReactNode, type RefObject, useEffect, useMemo, useSyncExternalStore } from 'react';
import { onThemeChange, shownTheme } from '../../shell/theme.ts';
import { readFlameTheme } from './read-theme.ts';
import { useFlameGraph } from './use-flame-graph.ts';
import './flame.css';

export interface FlameViewProps {
  readonly layout: FlameLayout;
  readonly valueText: (value: number) => string;
  /** The node across the whole width. */
  readonly zoom: NodeIndex;
  readonly colouring?: Colouring;
  readonly isFlipped?: boolean;
  /** The root is not drawn: something else stands for it. */
  readonly hidesRoot?: boolean;
  readonly rowPx?: number;
  readonly matches?: SearchResult | undefined;
  readonly selectedFrame?: number | undefined;
  /** What is written at the right of a wide frame; its share when absent. */
  readonly tailText?: ((node: NodeIndex) => string) | undefined;
  readonly handlers: FlameHandlers;
  /** Is given the graph while it is there. */
  readonly control?: RefObject<FlameGraph | undefined> | undefined;
}

const ROW_PX = 20;

/** `@hearth/flamegraph` in React: what is shown comes in as properties, what is done goes out by handlers. */
export function FlameView(props: FlameViewProps): ReactNode {
  const {
    layout,
    valueText,
    zoom,
    colouring = 'package',
    isFlipped = false,
    hidesRoot = false,
    rowPx = ROW_PX,
  } = props;
  const { matches, selectedFrame, tailText, control } = props;
  const [host, graph] = useFlameGraph(props.handlers, control);
  const theme = useFlameTheme();
  useEffect(() => {
    graph.current?.show({
      layout,
      theme,
      colouring,
      isFlipped,
      hidesRoot,
      rowPx,
      valueText,
      matches,
      selectedFrame,
      tailText,
    });
  }, [graph, layout, theme, colouring, isFlipped, hidesRoot, rowPx, valueText, matches, selectedFrame, tailText]);
  useEffect(() => {
    // A new layout forgets where it was, so it is told again.
    if (layout.rowCount > 0) graph.current?.zoomTo(zoom);
  }, [graph, layout, zoom]);
  return <div ref={host} className="flame" />;
}

/** The colours of the theme on the screen. */
export function useFlameTheme(): FlameTheme {
  const shown = useSyncExternalStore(onThemeChange, shownTheme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme on the screen decides what is read from the page
  return useMemo(readFlameTheme, [shown]);
}
