import type { ReactNode } from 'react';
import { countText, tickTexts } from '../../format/number.ts';
import { ticksUpTo } from '../../format/ticks.ts';
import { clockText, dayText, momentText } from '../../format/time.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWidth } from '../../ui/use-width.ts';
import type { IngestBar } from './ingest-rows.ts';

const HEIGHT = 160;
const LEFT = 56;
const TOP = 8;
/** Where what was accepted stands, and how deep what was dropped hangs below. */
const ZERO = 104;
const DEEPEST = 136;
const LABEL_PX = 90;
const DAY_MS = 86_400_000;

/** Uploads by time: accepted ones stand on the line, dropped ones hang below it on a scale of their own. */
export function IngestChart({ bars }: { readonly bars: readonly IngestBar[] }): ReactNode {
  const [host, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={host} className="ingest-chart">
      {bars.length === 0 && <Skeleton width="100%" height={HEIGHT - 28} />}
      {width > 0 && bars.length > 0 && <Bars bars={bars} width={width} />}
    </div>
  );
}

function Bars({ bars, width }: { readonly bars: readonly IngestBar[]; readonly width: number }): ReactNode {
  const most = Math.max(1, ...bars.map(({ accepted }) => accepted));
  const mostDropped = Math.max(0, ...bars.map(({ dropped }) => dropped));
  const ticks = ticksUpTo(most).filter(Number.isInteger);
  const texts = tickTexts(ticks);
  const slot = (width - LEFT) / bars.length;
  const thickness = Math.max(0.5, slot - Math.min(1.5, slot / 4));
  const rise = (count: number): number => ((ZERO - TOP) * count) / most;
  const hang = (count: number): number => Math.max(1, ((DEEPEST - ZERO - 1) * count) / Math.max(1, mostDropped));
  const every = Math.max(1, Math.ceil(bars.length / Math.max(1, (width - LEFT) / LABEL_PX)));
  const isLong = bars.at(-1)!.startMs - bars[0]!.startMs > 2 * DAY_MS;
  return (
    <svg
      width={width}
      height={HEIGHT}
      className="ingest-plot"
      role="img"
      aria-label={`Uploads by time in ${countText(bars.length)} slots, at most ${countText(most)} accepted and ${countText(mostDropped)} dropped in one`}
    >
      {ticks.map((tick, index) => (
        <g key={tick}>
          <line
            x1={LEFT}
            x2={width}
            y1={Math.round(ZERO - rise(tick)) + 0.5}
            y2={Math.round(ZERO - rise(tick)) + 0.5}
          />
          <text x={LEFT - 8} y={ZERO - rise(tick) + 4} textAnchor="end">
            {texts[index]}
          </text>
        </g>
      ))}
      {mostDropped > 0 && (
        <text x={LEFT - 8} y={DEEPEST} textAnchor="end" className="ingest-dropped-tick">
          {countText(mostDropped)}
        </text>
      )}
      {bars.map(({ startMs, accepted, dropped }, index) => {
        const x = LEFT + index * slot;
        return (
          <g key={startMs}>
            <title>{`${momentText(startMs)}: ${countText(accepted)} accepted, ${countText(dropped)} dropped`}</title>
            <rect x={x} y={TOP} width={slot} height={DEEPEST - TOP} className="ingest-slot" />
            {accepted > 0 && (
              <rect
                x={x}
                y={ZERO - rise(accepted)}
                width={thickness}
                height={rise(accepted)}
                className="ingest-accepted"
              />
            )}
            {dropped > 0 && (
              <rect x={x} y={ZERO + 1} width={thickness} height={hang(dropped)} className="ingest-dropped" />
            )}
          </g>
        );
      })}
      {bars.map(({ startMs }, index) =>
        index % every === 0 && LEFT + index * slot < width - LABEL_PX / 2 ? (
          <text key={startMs} x={LEFT + index * slot} y={HEIGHT - 6} textAnchor={index === 0 ? 'start' : 'middle'}>
            {isLong ? dayText(startMs) : clockText(startMs)}
          </text>
        ) : null,
      )}
    </svg>
  );
}
