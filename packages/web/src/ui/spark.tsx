import type { ReactNode } from 'react';
import './marks.css';

export interface SparkProps {
  /** Evenly spaced; null where there is nothing. */
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  /** What the top stands for, so that two can be compared; the largest value when absent. */
  readonly most?: number | undefined;
  /** Moments worth a line, by the index of their slot. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[] | undefined;
}

/** A small line over time with gaps drawn as gaps; decoration beside numbers that say the same. */
export function Spark({ values, width, height, most, marks = [] }: SparkProps): ReactNode {
  const largest = (most ?? Math.max(...values.map((value) => value ?? 0))) * 1.08 || 1;
  const x = (index: number): string => ((index * width) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string => (height - 1 - (value / largest) * (height - 3)).toFixed(1);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="spark"
      aria-hidden="true"
    >
      {runsOf(values).map(([begin, end]) => {
        const points = values.slice(begin, end).map((value, index) => `${x(begin + index)} ${y(value ?? 0)}`);
        if (points.length === 1) points.push(`${Number(x(begin)) + 1} ${y(values[begin] ?? 0)}`);
        const line = `M${points.join('L')}`;
        return (
          <g key={begin}>
            <path
              d={`${line}L${points.at(-1)?.split(' ')[0] ?? 0} ${height}L${x(begin)} ${height}Z`}
              className="spark-fill"
            />
            <path d={line} className="spark-line" />
          </g>
        );
      })}
      {marks.map(({ at, text }) => (
        <g key={text} className="spark-mark">
          <title>{text}</title>
          <path d={`M${x(at)} 0V${height}M${x(at)} 0h5v4h-5`} />
        </g>
      ))}
    </svg>
  );
}

/** Ranges of indexes without null: from, and up to without. */
function runsOf(values: readonly (number | null)[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  let begin = -1;
  for (let index = 0; index <= values.length; index++) {
    const isThere = index < values.length && values[index] !== null;
    if (isThere && begin < 0) begin = index;
    if (!isThere && begin >= 0) {
      runs.push([begin, index]);
      begin = -1;
    }
  }
  return runs;
}
