import {
  FlameGraph,
  type FlameHandlers,
  type FlameLayout,
  type NodeIndex,
  type SearchResult,
  type FlameView as ShownPart,
} from '@hearth/flamegraph';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFlameTheme } from './flame-view.tsx';
import './flame.css';

export interface FlameChartProps {
  /** Of columns with `start`. */
  readonly layout: FlameLayout;
  /** The piece of time across the whole width; several charts share one. */
  readonly part: ShownPart;
  readonly rowPx: number;
  readonly valueText: (value: number) => string;
  readonly matches?: SearchResult | undefined;
  readonly selectedFrame?: number | undefined;
  readonly handlers: FlameHandlers;
}

/** A flame graph in time, whose root is not drawn: the ruler above stands for it. */
export function FlameChart({
  layout,
  part,
  rowPx,
  valueText,
  matches,
  selectedFrame,
  handlers,
}: FlameChartProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const graph = useRef<FlameGraph>(undefined);
  const current = useRef(handlers);
  const theme = useFlameTheme();
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    if (host.current === null) return;
    const made = new FlameGraph(host.current, {
      onHover: (node, box) => current.current.onHover?.(node, box),
      onZoom: (node) => current.current.onZoom?.(node),
      onBack: () => current.current.onBack?.(),
      onOpen: (node) => current.current.onOpen?.(node),
      onFocus: (node) => current.current.onFocus?.(node),
      onView: (view) => current.current.onView?.(view),
    });
    graph.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const { total } = layout.columns;
    const tailText = (node: NodeIndex): string => valueText(total[node] ?? 0);
    graph.current?.show({
      layout,
      theme,
      colouring: 'package',
      isFlipped: false,
      hidesRoot: true,
      rowPx,
      valueText,
      tailText,
      matches,
      selectedFrame,
    });
  }, [layout, theme, rowPx, valueText, matches, selectedFrame]);
  const { from, to } = part;
  useEffect(() => {
    // A new layout forgets where it was, so it is told again.
    if (graph.current !== undefined && layout.rowCount > 0) graph.current.view = { from, to };
  }, [layout, from, to]);
  return <div ref={host} className="flame" />;
}
