import type { FlameHandlers, FlameLayout, NodeIndex, SearchResult, FlameView as ShownPart } from '@hearth/flamegraph';
import { type ReactNode, useEffect } from 'react';
import { useFlameTheme } from './flame-view.tsx';
import { useFlameGraph } from './use-flame-graph.ts';
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
  const [host, graph] = useFlameGraph(handlers);
  const theme = useFlameTheme();
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
  }, [graph, layout, theme, rowPx, valueText, matches, selectedFrame]);
  const { from, to } = part;
  useEffect(() => {
    // A new layout forgets where it was, so it is told again.
    if (graph.current !== undefined && layout.rowCount > 0) graph.current.view = { from, to };
  }, [graph, layout, from, to]);
  return <div ref={host} className="flame" />;
}
