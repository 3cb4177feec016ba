import uPlot from 'uplot';
import { tickTexts } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';
import { gapsOf } from '../../state/gaps-of.ts';
import type { ReleaseMark } from '../../state/release-marks.ts';
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
  readonly ghost: string;
  readonly surface: string;
  readonly strong: string;
  readonly inverse: string;
  readonly font: string;
}

export interface TimelinePlotOptions {
  readonly host: HTMLElement;
  readonly width: number;
  readonly height: number;
  readonly colours: TimelineColours;
  readonly unit: string;
  /** Begin of each slot in Unix seconds, its rate, and that of the period before: null where nothing came. */
  readonly data: [number[], (number | null)[], (number | null)[]];
  /** What the line of the period before is called; undefined while there is none. */
  readonly ghostName: string | undefined;
  readonly marks: readonly ReleaseMark[];
  /** The release that is filtered by. */
  readonly release: string | undefined;
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
        { stroke: colours.ghost, width: 1.25, dash: [3, 3], points: { show: false } },
      ],
      hooks: {
        drawClear: [(self) => drawGaps(self, options)],
        draw: [(self) => drawMarks(self, options), (self) => drawBrush(self, options)],
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
function drawGaps(plot: uPlot, { data: [starts, rates], stepSeconds, colours, ghostName }: TimelinePlotOptions): void {
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
    const text = `no data ${durationText((end - begin) * stepSeconds * 1000)}`;
    const middle = (from + to) / 2;
    const legend = ghostName === undefined ? 0 : ctx.measureText(ghostName).width + LEGEND_LINE_PX * ratio * 2;
    const isFree = middle + ctx.measureText(text).width / 2 < bbox.left + bbox.width - legend;
    if (isFree) ctx.fillText(text, middle, bbox.top - 6 * ratio);
  }
}

const FLAG_PX = 16;
const FLAG_PAD_PX = 6;
const FLAG_GAP_PX = 4;
/** A release may be called by a whole commit. */
const MAX_FLAG_CHARACTERS = 14;
const LEGEND_LINE_PX = 18;

/** `checkout@2.14.0` is `2.14.0` on the timeline of checkout; a commit is its beginning. */
function flagText(release: string): string {
  const version = release.slice(release.lastIndexOf('@') + 1) || release;
  return version.length > MAX_FLAG_CHARACTERS ? `${version.slice(0, MAX_FLAG_CHARACTERS - 1)}…` : version;
}

/** A line where each release began, its flag at the left of it; flags that would lie on another are left out, lines are not. */
function drawMarks(plot: uPlot, { marks, release, ghostName, colours }: TimelinePlotOptions): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.font = `${String(11 * ratio)}px ${colours.font}`;
  ctx.textBaseline = 'middle';
  ctx.setLineDash([]);
  const middle = bbox.top - (FLAG_PX / 2 + 1) * ratio;
  let freeTo = bbox.left + bbox.width;
  if (ghostName !== undefined) {
    const begin = freeTo - ctx.measureText(ghostName).width;
    ctx.fillStyle = colours.text;
    ctx.textAlign = 'left';
    ctx.fillText(ghostName, begin, middle);
    ctx.strokeStyle = colours.ghost;
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    freeTo = begin - (LEGEND_LINE_PX + FLAG_GAP_PX) * ratio;
    ctx.beginPath();
    ctx.moveTo(freeTo, middle);
    ctx.lineTo(freeTo + LEGEND_LINE_PX * ratio, middle);
    ctx.stroke();
    ctx.setLineDash([]);
    freeTo -= FLAG_GAP_PX * ratio;
  }
  for (const { release: name, atMs } of [...marks].reverse()) {
    const x = Math.round(plot.valToPos(atMs / 1000, 'x', true));
    const isFiltered = name === release;
    ctx.fillStyle = isFiltered ? colours.strong : colours.text;
    ctx.fillRect(x, bbox.top - ratio, ratio, bbox.height + ratio);
    const text = flagText(name);
    const width = ctx.measureText(text).width + 2 * FLAG_PAD_PX * ratio;
    // Where there is no room at the left, the flag hangs at the right of its line.
    const left = x - width >= bbox.left ? x - width : x;
    if (left + width > freeTo) continue;
    ctx.beginPath();
    ctx.roundRect(left, middle - (FLAG_PX / 2) * ratio, width, FLAG_PX * ratio, 3 * ratio);
    ctx.fillStyle = isFiltered ? colours.strong : colours.surface;
    ctx.fill();
    ctx.strokeStyle = isFiltered ? colours.strong : colours.axis;
    ctx.lineWidth = ratio;
    ctx.stroke();
    ctx.fillStyle = isFiltered ? colours.inverse : colours.text;
    ctx.textAlign = 'left';
    ctx.fillText(text, left + FLAG_PAD_PX * ratio, middle + 0.5 * ratio);
    freeTo = left - FLAG_GAP_PX * ratio;
  }
  ctx.restore();
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
