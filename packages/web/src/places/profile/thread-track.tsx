import type { FrameBox, NodeIndex, SearchResult } from '@hearth/flamegraph';
import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { countText, shareNumber } from '../../format/number.ts';
import { onThemeChange, shownTheme } from '../../shell/theme.ts';
import { FlameChart } from '../../ui/flame/flame-chart.tsx';
import { readColours } from '../../ui/read-colours.ts';
import { drawGround, groundTokens } from './draw-ground.ts';
import { millis } from './millis.ts';
import type { Part } from './part-text.ts';
import type { TimeTick } from './time-ticks.ts';
import type { MovedPart } from './use-part.ts';
import { type ShownThread, threadName } from './use-threads.ts';

export interface ThreadTrackProps {
  readonly shown: ShownThread;
  readonly extentMs: number;
  readonly widthPx: number;
  readonly ticks: readonly TimeTick[];
  readonly moved: MovedPart;
  readonly isSelected: boolean;
  readonly selectedFrame: number | undefined;
  readonly matches: SearchResult | undefined;
  readonly onSelect: (node: NodeIndex) => void;
  readonly onHover: (node: NodeIndex | undefined, box: FrameBox | undefined) => void;
}

const ROW_PX = 15;
/** Activity strip, and free space below. */
const AROUND_PX = 30;
const LEAST_PX = 64;

/** One thread: its name and how busy it was, and its calls over time. */
export function ThreadTrack(props: ThreadTrackProps): ReactNode {
  const { shown, extentMs, widthPx, ticks, moved, isSelected, selectedFrame, matches, onSelect, onHover } = props;
  const { thread, spans, layout } = shown;
  const heightPx = Math.max(LEAST_PX, (layout.rowCount - 1) * ROW_PX + AROUND_PX);
  const zoomTo = (node: NodeIndex): void => {
    const from = spans.columns.start?.[node] ?? 0;
    moved.show({ from, to: from + (spans.columns.total[node] ?? extentMs) });
  };
  return (
    <section className={`track${isSelected ? ' is-selected' : ''}`} aria-label={threadName(thread)}>
      <div className="track-head">
        <b title={threadName(thread)}>{threadName(thread)}</b>
        <p>
          <span className="mono tiny">{shareNumber(spans.busyMs / extentMs)} %</span> busy,{' '}
          <span className="mono tiny">{millis(spans.busyMs)}</span>
        </p>
        <p>
          <span className="mono tiny">{countText(thread.sampleCount)}</span> samples
        </p>
      </div>
      <div className="track-chart" style={{ height: heightPx }}>
        <GroundCanvas spans={spans} part={moved.part} ticks={ticks} widthPx={widthPx} heightPx={heightPx} />
        <div className="track-flame">
          <FlameChart
            layout={layout}
            part={moved.part}
            rowPx={ROW_PX}
            valueText={millis}
            matches={matches}
            selectedFrame={selectedFrame}
            handlers={{
              onHover,
              onZoom: (node) => (node === 0 ? moved.reset() : onSelect(node)),
              onOpen: zoomTo,
              onBack: moved.reset,
              onFocus: onSelect,
              onView: moved.show,
            }}
          />
        </div>
      </div>
    </section>
  );
}

interface GroundProps {
  readonly spans: ShownThread['spans'];
  readonly part: Part;
  readonly ticks: readonly TimeTick[];
  readonly widthPx: number;
  readonly heightPx: number;
}

function GroundCanvas({ spans, part, ticks, widthPx, heightPx }: GroundProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useSyncExternalStore(onThemeChange, shownTheme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme on the screen decides the colours
  const colours = useMemo(() => readColours(groundTokens), [theme]);
  const { from, to } = part;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || widthPx === 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    context.canvas.width = Math.round(widthPx * ratio);
    context.canvas.height = Math.round(heightPx * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const font = `11px ${getComputedStyle(document.body).fontFamily}`;
    drawGround(context, { spans, part: { from, to }, ticks, widthPx, heightPx, colours, font });
  }, [spans, from, to, ticks, widthPx, heightPx, colours]);
  return <canvas ref={canvas} className="track-ground" role="img" aria-label="How busy it was" />;
}
