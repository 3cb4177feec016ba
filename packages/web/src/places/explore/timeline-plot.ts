import uPlot from 'uplot';
import { tickTexts } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';
import { gapsOf } from '../../state/gaps-of.ts';
import type { Span } from '../../state/time-range.ts';
import 'uplot/dist/uPlot.min.css';

export interface TimelineColours {
  readonly line: string;
  readonly fill: string;
  readonly grid: string;
  readonly axis: string;
  readonly text: string;
  readonly hatch: string;
  readonly accent: string;
  readonly font: string;
}

export interface TimelinePlotOptions {
  readonly host: HTMLElement;
  readonly width: number;
  readonly height: number;
  readonly colours: TimelineColours;
  readonly unit: string;
  /** Begin of each slot in Unix seconds, and its rate: null where nothing came. */
  readonly data: [number[], (number | null)[]];
  readonly stepSeconds: number;
  readonly brush: Span | undefined;
  /** A part of the range was chosen; undefined: none any more. */
  readonly onBrush: (span: Span | undefined) => void;
}

/** A gap that is wide enough for its words. */
const NAMED_GAP_PX = 70;
/** Less than this is a click, not a brush. */
const MIN_BRUSH_PX = 4;
const HATCH_PX = 6;

/** Draws the timeline: the line with its gaps, what is brushed in ember. Dragging brushes, a click takes the brush away. */
export function makeTimelinePlot(options: TimelinePlotOptions): uPlot {
  const { host, width, height, colours, data, onBrush, stepSeconds } = options;
  const axis = { stroke: colours.text, font: `11px ${colours.font}`, ticks: { show: false } };
  const plot = new uPlot(
    {
      width,
      height,
      padding: [18, 16, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
      },
      scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, (most || 1) * 1.1] } },
      axes: [
        { ...axis, grid: { show: false }, size: 22, gap: 4, values: timeAxisValues },
        {
          ...axis,
          size: 52,
          gap: 6,
          space: 34,
          grid: { stroke: colours.grid, width: 1 },
          values: (_plot, values) => [...tickTexts(values)],
        },
      ],
      series: [
        {},
        {
          stroke: colours.line,
          width: 1.25,
          fill: colours.fill,
          points: { show: (self, _series, first, last) => last - first < 2 || self.width / (last - first) > 60 },
        },
      ],
      hooks: {
        drawClear: [(self) => drawGaps(self, options)],
        draw: [(self) => drawBrush(self, options)],
        setSelect: [
          (self) => {
            const { left, width: selected } = self.select;
            if (selected < MIN_BRUSH_PX) return;
            const at = (pixel: number): number =>
              Math.round(self.posToVal(pixel, 'x') / stepSeconds) * stepSeconds * 1000;
            const fromMs = at(left);
            onBrush({ fromMs, toMs: Math.max(fromMs + stepSeconds * 1000, at(left + selected)) });
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    data,
    host,
  );
  plot.over.addEventListener('dblclick', () => onBrush(undefined));
  return plot;
}

const timeFormats = { minute: '{HH}:{mm}', day: '{D} {MMM}' } as const;
const formatMinute = uPlot.fmtDate(timeFormats.minute);
const formatDay = uPlot.fmtDate(timeFormats.day);
const DAY_SECONDS = 86_400;

function timeAxisValues(_plot: uPlot, splits: number[]): string[] {
  const step = (splits[1] ?? 0) - (splits[0] ?? 0);
  return splits.map((at) => {
    const date = new Date(at * 1000);
    const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
    return step >= DAY_SECONDS || isMidnight ? formatDay(date) : formatMinute(date);
  });
}

/** Hatches stretches of slots without a profile, and says how long they are. */
function drawGaps(plot: uPlot, { data: [starts, rates], stepSeconds, colours }: TimelinePlotOptions): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  for (const [begin, end] of gapsOf(rates)) {
    const from = Math.max(bbox.left, plot.valToPos(starts[begin] ?? 0, 'x', true));
    const to = Math.min(bbox.left + bbox.width, plot.valToPos((starts[end - 1] ?? 0) + stepSeconds, 'x', true));
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, bbox.top, to - from, bbox.height);
    ctx.clip();
    ctx.strokeStyle = colours.hatch;
    ctx.lineWidth = ratio;
    ctx.beginPath();
    for (let x = from - bbox.height; x < to; x += HATCH_PX * ratio) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
    if ((to - from) / ratio < NAMED_GAP_PX) continue;
    ctx.fillStyle = colours.text;
    ctx.font = `${String(11 * ratio)}px ${colours.font}`;
    ctx.textAlign = 'center';
    ctx.fillText(`no data ${durationText((end - begin) * stepSeconds * 1000)}`, (from + to) / 2, bbox.top - 6 * ratio);
  }
}

function drawBrush(plot: uPlot, { brush, colours }: TimelinePlotOptions): void {
  if (brush === undefined) return;
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const from = Math.max(bbox.left, plot.valToPos(brush.fromMs / 1000, 'x', true));
  const to = Math.min(bbox.left + bbox.width, plot.valToPos(brush.toMs / 1000, 'x', true));
  ctx.save();
  ctx.fillStyle = colours.accent;
  ctx.globalAlpha = 0.2;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.globalAlpha = 1;
  for (const edge of [from, to]) {
    ctx.fillRect(edge - 0.75 * ratio, bbox.top, 1.5 * ratio, bbox.height);
    ctx.beginPath();
    ctx.roundRect(edge - 3 * ratio, bbox.top + bbox.height / 2 - 9 * ratio, 6 * ratio, 18 * ratio, 3 * ratio);
    ctx.fill();
  }
  ctx.restore();
}
