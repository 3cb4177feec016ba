import type { ReactNode } from 'react';
import { momentText } from '../../format/time.ts';
import type { ReleaseMark } from '../../state/release-marks.ts';

/** A release of one app that began to report. */
export interface AppMark extends ReleaseMark {
  readonly app: string;
}

export interface ChartFlagsProps {
  /** The earliest first, with where they stand. */
  readonly marks: readonly (AppMark & { readonly x: number })[];
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** What flags need above a chart. */
export const FLAG_PX = 16;
const GAP_PX = 4;
const PAD_PX = 6;
/** Of the small monospace; flags are laid out before they are drawn. */
const CHARACTER_PX = 6.7;
/** A release may be called by a whole commit, an app by a sentence. */
const MAX_CHARACTERS = 24;

/** A line where each release began, its flag at the left of it; flags that would lie on another are left out, lines are not. */
export function ChartFlags({ marks, left, right, bottom }: ChartFlagsProps): ReactNode {
  let freeTo = right;
  const flags = marks.toReversed().map((mark) => {
    // Many are called by their app already: `checkout@2.14.0`.
    const words = mark.release.startsWith(mark.app) ? mark.release : `${mark.app} ${mark.release}`;
    const text = words.length > MAX_CHARACTERS ? `${words.slice(0, MAX_CHARACTERS - 1)}…` : words;
    const width = text.length * CHARACTER_PX + 2 * PAD_PX;
    const begin = mark.x - width >= left ? mark.x - width : mark.x;
    const isShown = begin + width <= freeTo;
    if (isShown) freeTo = begin - GAP_PX;
    return { ...mark, text, width, begin, isShown };
  });
  return (
    <>
      {flags.map(({ app, release, atMs, x }) => (
        <g key={`${app}\0${release}`} className="chart-flag">
          <title>{titleOf(app, release, atMs)}</title>
          <line x1={Math.round(x) + 0.5} x2={Math.round(x) + 0.5} y1={1} y2={bottom} />
        </g>
      ))}
      {flags
        .filter(({ isShown }) => isShown)
        .map(({ app, release, atMs, text, width, begin }) => (
          <g key={`${app}\0${release}`} className="chart-flag">
            <title>{titleOf(app, release, atMs)}</title>
            <rect x={begin} y={0.5} width={width} height={FLAG_PX} rx={3} />
            <text x={begin + PAD_PX} y={FLAG_PX / 2 + 4.5}>
              {text}
            </text>
          </g>
        ))}
    </>
  );
}

const titleOf = (app: string, release: string, atMs: number): string =>
  `${app} ${release}, first seen ${momentText(atMs)}`;
