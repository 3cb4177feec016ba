import { type NodeIndex, nameOfNode, pathTo, splitName } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import type { Picture } from './picture.ts';

/** More would not fit: the ones in the middle are left out. */
const MAX_SHOWN = 6;

/** The way from the root to what is zoomed; each step leads back to it. */
export function Breadcrumb({
  picture: { layout, zoom },
  onZoom,
}: {
  readonly picture: Picture;
  readonly onZoom: (node: NodeIndex) => void;
}): ReactNode {
  const path = pathTo(layout, zoom);
  if (path.length < 2) return null;
  const shown = path.length <= MAX_SHOWN ? path : [path[0]!, ...path.slice(1 - MAX_SHOWN)];
  return (
    <nav className="breadcrumb" aria-label="Zoomed frames">
      {shown.map((node, index) => {
        const info = layout.columns.frames[layout.columns.frame[node] ?? -1];
        const name = nameOfNode(layout.columns, node);
        return (
          <span key={node} className="row">
            {index > 0 && <span aria-hidden="true">{index === 1 && shown.length < path.length ? '… ›' : '›'}</span>}
            <button type="button" title={name} disabled={node === zoom} onClick={() => onZoom(node)}>
              {info === undefined ? name : splitName(info).own}
            </button>
          </span>
        );
      })}
    </nav>
  );
}
