import type { ReactNode } from 'react';
import { tickTexts } from '../../format/number.ts';
import { ticksUpTo } from '../../format/ticks.ts';
import { clockText, dayText, durationText } from '../../format/time.ts';
import { useWidth } from '../../ui/use-width.ts';
import { appHue, COLOURED_APPS } from './app-hue.ts';
import type { AppRow } from './app-rows.ts';
import { type AppMark, ChartFlags, FLAG_PX } from './chart-flags.tsx';

const HEIGHT = 190;
const LEFT = 44;
const RIGHT = 2;
const TOP = 8;
const BOTTOM = 22;
const LABEL_PX = 110;
const DAY_MS = 86_400_000;

export interface StackedChartProps {
  readonly rows: readonly AppRow[];
  /** Releases that began to report, the earliest first. */
  readonly marks: readonly AppMark[];
}

/** Rates of all apps of one type on top of each other, the largest at the top; a flag where a release of one began. */
export function StackedChart({ rows, marks }: StackedChartProps): ReactNode {
  const [host, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={host} className="overview-chart">
      {width > 0 && (rows[0]?.startsMs.length ?? 0) > 0 && <Chart rows={rows} marks={marks} width={width} />}
    </div>
  );
}

function Chart({ rows, marks, width }: StackedChartProps & { readonly width: number }): ReactNode {
  const starts = rows[0]?.startsMs ?? [];
  const slots = knownSlots(rows);
  const layers = layersOf(rows, slots);
  const largest = Math.max(...(layers.at(-1)?.upper ?? [0])) || 1;
  const ticks = ticksUpTo(largest);
  const texts = tickTexts(ticks);
  const top = Math.max(largest * 1.05, ticks.at(-1) ?? 0);
  const above = TOP + (marks.length > 0 ? FLAG_PX : 0);
  const x = (index: number): number => LEFT + ((width - LEFT - RIGHT) * index) / Math.max(1, starts.length - 1);
  const y = (value: number): number => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - above) * value) / top;
  const points = (values: readonly number[]): string[] =>
    values.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  const every = Math.max(1, Math.ceil(starts.length / Math.max(1, (width - LEFT) / LABEL_PX)));
  const stepMs = (starts[1] ?? 0) - (starts[0] ?? 0);
  const isLong = (starts.at(-1) ?? 0) - (starts[0] ?? 0) > 2 * DAY_MS;
  return (
    <svg width={width} height={HEIGHT} className="plot" role="img" aria-label="Rates by app over time, stacked">
      {ticks.map((tick, index) => (
        <g key={tick}>
          <line x1={LEFT} x2={width - RIGHT} y1={Math.round(y(tick)) + 0.5} y2={Math.round(y(tick)) + 0.5} />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {texts[index]}
          </text>
        </g>
      ))}
      {slots === 0 && (
        <text x={LEFT} y={(above + HEIGHT - BOTTOM) / 2}>
          nothing for a whole {durationText(stepMs)} yet
        </text>
      )}
      {(slots === 0 ? [] : layers).map(({ app, upper, lower, token }) => (
        <path
          key={app}
          d={`M${points(upper).join('L')}L${points(lower).reverse().join('L')}Z`}
          style={{ fill: `var(--${token})` }}
          className="plot-layer"
        />
      ))}
      <ChartFlags
        marks={marks.map((mark) => ({ ...mark, x: x((mark.atMs - (starts[0] ?? 0)) / (stepMs || 1)) }))}
        left={LEFT}
        right={width - RIGHT}
        bottom={HEIGHT - BOTTOM}
      />
      {starts.map((start, index) =>
        index % every === 0 && (index === 0 || x(index) < width - LABEL_PX / 2) ? (
          <text key={start} x={x(index)} y={HEIGHT - 6} textAnchor={index === 0 ? 'start' : 'middle'}>
            {isLong ? dayText(start) : clockText(start)}
          </text>
        ) : null,
      )}
    </svg>
  );
}

/** Slots up to the last one of which anything is known: one that has just begun is not a fall to zero. */
const knownSlots = (rows: readonly AppRow[]): number =>
  Math.max(0, ...rows.map(({ rates }) => rates.findLastIndex((rate) => rate !== null) + 1));

interface Layer {
  readonly app: string;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly token: string;
}

/** From the bottom up: all small apps as one grey layer, then the others, the largest last. */
function layersOf(rows: readonly AppRow[], slots: number): readonly Layer[] {
  let lower: readonly number[] = Array.from({ length: slots }, () => 0);
  const layers: Layer[] = [];
  const add = (app: string, token: string, members: readonly AppRow[]): void => {
    if (members.length === 0) return;
    const upper = lower.map((value, slot) => members.reduce((sum, { rates }) => sum + (rates[slot] ?? 0), value));
    layers.push({ app, lower, upper, token });
    lower = upper;
  };
  add('other', appHue(COLOURED_APPS), rows.slice(COLOURED_APPS));
  for (let rank = Math.min(COLOURED_APPS, rows.length) - 1; rank >= 0; rank--) {
    const row = rows[rank]!;
    add(row.app, appHue(rank), [row]);
  }
  return layers;
}
