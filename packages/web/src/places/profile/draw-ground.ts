import { ROOT } from '@hearth/flamegraph';
import { valueText } from '../../format/number.ts';
import type { Part } from './part-text.ts';
import type { Stretch, ThreadSpans } from './thread-spans.ts';
import { PAD_PX, placeOf, type TimeTick } from './time-ticks.ts';

export const groundTokens = ['grid', 'bar-strong', 'border-strong', 'border', 'text-muted', 'surface'] as const;

export interface Ground {
  readonly spans: ThreadSpans;
  readonly part: Part;
  readonly ticks: readonly TimeTick[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colours: Readonly<Record<(typeof groundTokens)[number], string>>;
  readonly font: string;
}

/** The activity strip ends here, the frames begin below. */
export const STRIP_END_PX = 16;
const STRIP_PX = 12;
const BIN_PX = 3;
const HATCH_TOP_PX = 22;
const HATCH_HEIGHT_PX = 29;
const HATCH_STEP_PX = 6;
/** Shorter ones are only what is not drawn. */
const MIN_STRETCH_PX = 4;
const NAMED_STRETCH_PX = 92;

/** What lies behind the frames of a thread: the grid, how busy it was, and hatched where it was idle or nothing is known. */
export function drawGround(context: CanvasRenderingContext2D, ground: Ground): void {
  const { part, ticks, widthPx, heightPx, colours, spans } = ground;
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = colours.grid;
  for (const { atMs } of ticks) context.fillRect(Math.round(placeOf(atMs, part, widthPx)), 0, 1, heightPx);
  drawActivity(context, ground);
  context.fillStyle = colours['border-strong'];
  context.fillRect(PAD_PX, STRIP_END_PX, widthPx - 2 * PAD_PX, 1);
  for (const stretch of spans.stretches) drawStretch(context, ground, stretch);
}

/** How much of each few pixels a frame was there. */
function drawActivity(context: CanvasRenderingContext2D, { spans, part, widthPx, colours }: Ground): void {
  const { parent, start, total } = spans.columns;
  if (start === undefined) return;
  const innerPx = widthPx - 2 * PAD_PX;
  const bins = new Float64Array(Math.ceil(innerPx / BIN_PX));
  const binMs = ((part.to - part.from) * BIN_PX) / innerPx;
  for (let node = 1; node < parent.length; node++) {
    if (parent[node] !== ROOT) continue;
    const fromMs = Math.max(0, start[node]! - part.from);
    const toMs = Math.min(part.to, start[node]! + total[node]!) - part.from;
    for (let bin = Math.floor(fromMs / binMs); bin < bins.length && bin * binMs < toMs; bin++) {
      bins[bin]! += Math.min(toMs, (bin + 1) * binMs) - Math.max(fromMs, bin * binMs);
    }
  }
  context.fillStyle = colours['bar-strong'];
  bins.forEach((ms, bin) => {
    const height = STRIP_PX * Math.min(1, ms / binMs);
    const left = PAD_PX + bin * BIN_PX;
    const width = Math.min(BIN_PX, widthPx - PAD_PX - left);
    if (height > 0) context.fillRect(left, STRIP_END_PX - height, width, height);
  });
}

function drawStretch(
  context: CanvasRenderingContext2D,
  { part, widthPx, heightPx, colours, font }: Ground,
  { fromMs, toMs, kind }: Stretch,
): void {
  const left = Math.max(PAD_PX, placeOf(fromMs, part, widthPx)) + 1;
  const right = Math.min(widthPx - PAD_PX, placeOf(toMs, part, widthPx)) - 1;
  const width = right - left;
  if (width < MIN_STRETCH_PX) return;
  const height = Math.min(HATCH_HEIGHT_PX, heightPx - HATCH_TOP_PX - 4);
  context.save();
  context.beginPath();
  context.rect(left, HATCH_TOP_PX, width, height);
  context.clip();
  context.strokeStyle = colours['border-strong'];
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - height; x < right; x += HATCH_STEP_PX) {
    context.moveTo(x, HATCH_TOP_PX + height);
    context.lineTo(x + height, HATCH_TOP_PX);
  }
  context.stroke();
  context.restore();
  if (width < NAMED_STRETCH_PX) return;
  const text = `${kind === 'idle' ? 'idle' : 'no sample'} ${valueText(toMs - fromMs, 'milliseconds')}`;
  context.font = font;
  context.textBaseline = 'middle';
  const textWidth = context.measureText(text).width;
  const middle = (left + right) / 2;
  context.fillStyle = colours.surface;
  context.fillRect(middle - textWidth / 2 - 5, HATCH_TOP_PX + 5, textWidth + 10, 18);
  context.fillStyle = colours['text-muted'];
  context.fillText(text, middle - textWidth / 2, HATCH_TOP_PX + 14.5);
}
