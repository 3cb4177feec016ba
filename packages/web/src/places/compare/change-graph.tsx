import { type FrameBox, type NodeIndex, nameOfNode, ROOT, type SearchResult } from '@hearth/flamegraph';
import { type ReactNode, useCallback, useState } from 'react';
import { valueText } from '../../format/number.ts';
import { Breadcrumb } from '../../stacks/breadcrumb.tsx';
import { FlameView } from '../../ui/flame/flame-view.tsx';
import { ChangeTooltip } from './change-tooltip.tsx';
import { ratioText } from './change-words.ts';
import type { CompareSearch } from './compare-search.ts';
import type { ComparePicture } from './use-compare.ts';

export interface ChangeGraphProps {
  readonly picture: ComparePicture;
  readonly unit: string;
  readonly search: CompareSearch;
  readonly change: (part: Partial<CompareSearch>) => void;
  readonly matches: SearchResult | undefined;
  readonly onOpen: (name: string) => void;
}

const ROW_PX = 22;
const lessSteps = [4, 3, 2, 1] as const;
const moreSteps = [1, 2, 3, 4] as const;

/** Both sides in one flame graph, coloured by what changed. */
export function ChangeGraph({ picture, unit, search, change, matches, onOpen }: ChangeGraphProps): ReactNode {
  const { comparison, layout, ids, zoom } = picture;
  const { columns, sides } = comparison;
  const [hover, setHover] = useState<{ readonly node: NodeIndex; readonly box: FrameBox }>();
  const nameOf = (node: NodeIndex): string | undefined =>
    (columns.frame[node] ?? -1) >= 0 ? nameOfNode(columns, node) : undefined;
  const zoomTo = (node: NodeIndex): void => change({ zoom: ids.of(node) || undefined, fn: nameOf(node) ?? search.fn });
  const selectedFrame = columns.frames.findIndex(({ name }) => name === search.fn);
  const { diff } = columns;
  const tailText = useCallback(
    (node: NodeIndex): string =>
      node !== ROOT && diff?.before[node] === diff?.after[node]
        ? ''
        : ratioText({ before: sides.before.total[node] ?? 0, after: sides.after.total[node] ?? 0 }),
    [diff, sides],
  );
  const textOf = useCallback((value: number) => valueText(value, unit), [unit]);
  const swatches = (kind: 'less' | 'more', steps: readonly number[]): ReactNode =>
    steps.map((step) => (
      <i key={`${kind}${String(step)}`} style={{ background: `var(--diff-${kind}-${String(step)})` }} />
    ));
  return (
    <div className="column grow">
      <div className="pane-tools">
        <span className="small muted">Width: mean of A and B. Colour: change of total.</span>
        <span className="grow" />
        <span className="legend compare-legend">
          <span>less</span>
          <span className="compare-steps">
            {swatches('less', lessSteps)}
            <i style={{ background: 'var(--diff-noise)' }} />
            {swatches('more', moreSteps)}
          </span>
          <span>more</span>
          <span className="mono tiny">−50 … +50 %</span>
        </span>
      </div>
      <Breadcrumb picture={{ columns, layout, ids, zoom, othersOf: () => [] }} onZoom={zoomTo} />
      <FlameView
        layout={layout}
        valueText={textOf}
        zoom={zoom}
        rowPx={ROW_PX}
        matches={matches}
        selectedFrame={selectedFrame < 0 ? undefined : selectedFrame}
        tailText={tailText}
        handlers={{
          onHover: (node, box) => setHover(node === undefined || box === undefined ? undefined : { node, box }),
          onZoom: zoomTo,
          onBack: () => zoom !== ROOT && zoomTo(columns.parent[zoom] ?? ROOT),
          onOpen: (node) => {
            const name = nameOf(node);
            if (name !== undefined) onOpen(name);
          },
          onFocus: (node) => nameOf(node) !== undefined && change({ fn: nameOf(node) }),
        }}
      />
      {hover !== undefined && hover.node < columns.parent.length && (
        <ChangeTooltip comparison={comparison} node={hover.node} box={hover.box} unit={unit} />
      )}
    </div>
  );
}
