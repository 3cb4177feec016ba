import type { ReactNode } from 'react';
import type { Part } from './part-text.ts';
import { placeOf, type TimeTick } from './time-ticks.ts';

/** The scale of time above the threads. */
export const TimeRuler = ({
  ticks,
  part,
  widthPx,
}: {
  readonly ticks: readonly TimeTick[];
  readonly part: Part;
  readonly widthPx: number;
}): ReactNode => (
  <svg className="tracks-scale" width={widthPx} height={29} aria-hidden="true">
    {ticks.map(({ atMs, text }) => {
      const x = Math.round(placeOf(atMs, part, widthPx)) + 0.5;
      return (
        <g key={atMs}>
          <line x1={x} x2={x} y1={22} y2={29} />
          <text x={x} y={16} textAnchor={x < 30 ? 'start' : 'middle'}>
            {text}
          </text>
        </g>
      );
    })}
  </svg>
);
