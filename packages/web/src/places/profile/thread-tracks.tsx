import type { FrameBox, NodeIndex, SearchResult } from '@hearth/flamegraph';
import { type ReactNode, useMemo, useState } from 'react';
import { useWidth } from '../../ui/use-width.ts';
import { SpanTooltip } from './span-tooltip.tsx';
import { ThreadTrack } from './thread-track.tsx';
import { TimeRuler } from './time-ruler.tsx';
import { timeTicks } from './time-ticks.ts';
import type { MovedPart } from './use-part.ts';
import type { ShownThread, ShownThreads } from './use-threads.ts';

export interface ThreadTracksProps {
  readonly threads: ShownThreads;
  readonly allThreads: number;
  readonly moved: MovedPart;
  readonly selected: { readonly thread: number; readonly node: NodeIndex } | undefined;
  readonly selectedFrame: number | undefined;
  readonly matches: SearchResult | undefined;
  readonly onSelect: (shown: ShownThread, node: NodeIndex) => void;
}

/** All chosen threads below one scale of time. */
export function ThreadTracks(props: ThreadTracksProps): ReactNode {
  const { threads, allThreads, moved, selected, selectedFrame, matches, onSelect } = props;
  const [scale, widthPx] = useWidth<HTMLDivElement>();
  const [hover, setHover] = useState<{
    readonly shown: ShownThread;
    readonly node: NodeIndex;
    readonly box: FrameBox;
  }>();
  const { from, to } = moved.part;
  const ticks = useMemo(() => (widthPx === 0 ? [] : timeTicks({ from, to }, widthPx)), [from, to, widthPx]);
  const hidden = threads.active.length - threads.shown.length;
  const silent = allThreads - threads.active.length;
  const isThere = hover !== undefined && threads.shown.includes(hover.shown);
  return (
    <div className="tracks">
      <div className="tracks-ruler">
        <span className="muted small">Thread</span>
        <div ref={scale} className="tracks-width">
          <TimeRuler ticks={ticks} part={moved.part} widthPx={widthPx} />
        </div>
      </div>
      {threads.shown.map((shown) => (
        <ThreadTrack
          key={shown.index}
          shown={shown}
          extentMs={threads.extentMs}
          widthPx={widthPx}
          ticks={ticks}
          moved={moved}
          isSelected={selected?.thread === shown.index}
          selectedFrame={selectedFrame}
          matches={matches}
          onSelect={(node) => onSelect(shown, node)}
          onHover={(node, box) => setHover(node === undefined || box === undefined ? undefined : { shown, node, box })}
        />
      ))}
      <p className="tracks-rest muted tiny">
        {hidden > 0 && <span>{hidden} more threads are not shown; choose them above. </span>}
        {silent > 0 && <span>{silent === 1 ? '1 thread' : `${String(silent)} threads`} without a sample</span>}
      </p>
      {isThere && <SpanTooltip layout={hover.shown.layout} node={hover.node} box={hover.box} />}
    </div>
  );
}
