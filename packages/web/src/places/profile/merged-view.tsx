import {
  type FlameLayout,
  type FrameBox,
  type NodeIndex,
  nameOfNode,
  ROOT,
  type SearchResult,
} from '@hearth/flamegraph';
import { type ReactNode, useState } from 'react';
import { Breadcrumb } from '../../stacks/breadcrumb.tsx';
import { FunctionTable } from '../../stacks/function-table.tsx';
import type { Picture } from '../../stacks/picture.ts';
import { FlameView } from '../../ui/flame/flame-view.tsx';
import { FrameTooltip } from '../../ui/flame/frame-tooltip.tsx';
import type { ProfileSearch } from './profile-search.ts';
import { frameNamed } from './selection.ts';

export interface MergedViewProps {
  readonly picture: Picture;
  readonly unit: string;
  readonly valueText: (value: number) => string;
  readonly search: ProfileSearch;
  readonly change: (part: Partial<ProfileSearch>) => void;
  readonly matches: SearchResult | undefined;
}

/** All samples of the one profile added up: as a flame graph, or as a table. */
export function MergedView({ picture, unit, valueText, search, change, matches }: MergedViewProps): ReactNode {
  const { layout, columns } = picture;
  if ((columns.total[ROOT] ?? 0) === 0)
    return <p className="notice muted">This profile has no samples of this type.</p>;
  if (search.view === 'table') {
    return (
      <div className="column grow">
        <FunctionTable
          columns={columns}
          unit={unit}
          group="function"
          sort={search.sort ?? 'total'}
          matches={matches?.frames}
          selected={search.fn}
          onSort={(sort) => change({ sort: sort === 'total' ? undefined : sort })}
          onSelect={(fn) => change({ fn })}
          onOpen={(fn) => change({ fn, view: 'sandwich' })}
        />
      </div>
    );
  }
  return (
    <Graph layout={layout} picture={picture} valueText={valueText} search={search} change={change} matches={matches} />
  );
}

function Graph({
  layout,
  picture,
  valueText,
  search,
  change,
  matches,
}: Omit<MergedViewProps, 'unit'> & { readonly layout: FlameLayout }): ReactNode {
  const { columns } = layout;
  const { ids, zoom } = picture;
  const [hover, setHover] = useState<{ readonly node: NodeIndex; readonly box: FrameBox }>();
  const nameOf = (node: NodeIndex): string | undefined =>
    (columns.frame[node] ?? -1) >= 0 ? nameOfNode(columns, node) : undefined;
  const zoomTo = (node: NodeIndex): void => change({ zoom: ids.of(node) || undefined, fn: nameOf(node) ?? search.fn });
  return (
    <div className="column grow">
      <Breadcrumb picture={picture} onZoom={zoomTo} />
      <FlameView
        layout={layout}
        valueText={valueText}
        zoom={zoom}
        matches={matches}
        selectedFrame={frameNamed(columns.frames, search.fn)}
        handlers={{
          onHover: (node, box) => setHover(node === undefined || box === undefined ? undefined : { node, box }),
          onZoom: zoomTo,
          onBack: () => zoom !== ROOT && zoomTo(columns.parent[zoom] ?? ROOT),
          onOpen: (node) => nameOf(node) !== undefined && change({ fn: nameOf(node), view: 'sandwich' }),
          onFocus: (node) => nameOf(node) !== undefined && change({ fn: nameOf(node) }),
        }}
      />
      {hover !== undefined && hover.node < columns.parent.length && (
        <FrameTooltip layout={layout} node={hover.node} box={hover.box} zoom={zoom} valueText={valueText} />
      )}
    </div>
  );
}
