import { FlameGraph, type FlameHandlers } from '@hearth/flamegraph';
import { type RefObject, useEffect, useRef } from 'react';

/**
 * A graph in an element for as long as that is there. What its handlers are may change with every rendering.
 *
 * @param control is given the graph while it is there
 */
export function useFlameGraph(
  current: FlameHandlers,
  control?: RefObject<FlameGraph | undefined>,
): readonly [RefObject<HTMLDivElement | null>, RefObject<FlameGraph | undefined>] {
  const host = useRef<HTMLDivElement>(null);
  const graph = useRef<FlameGraph>(undefined);
  const handlers = useRef(current);
  useEffect(() => {
    handlers.current = current;
  });
  useEffect(() => {
    if (host.current === null) return;
    const made = new FlameGraph(host.current, {
      onHover: (node, box) => handlers.current.onHover?.(node, box),
      onZoom: (node) => handlers.current.onZoom?.(node),
      onBack: () => handlers.current.onBack?.(),
      onOpen: (node) => handlers.current.onOpen?.(node),
      onMenu: (node, x, y) => handlers.current.onMenu?.(node, x, y),
      onFocus: (node) => handlers.current.onFocus?.(node),
      onView: (view) => handlers.current.onView?.(view),
    });
    graph.current = made;
    if (control !== undefined) control.current = made;
    return () => made.destroy();
  }, [control]);
  return [host, graph];
}
