import type { ReactNode } from 'react';
import './marks.css';

/** Stands where something will be, in its size, so that nothing moves when it comes. */
export const Skeleton = ({
  width,
  height = 8,
}: {
  readonly width: number | string;
  readonly height?: number;
}): ReactNode => <span className="skeleton" style={{ width, height }} aria-hidden="true" />;

/** Widths in percent of so many lines that grow shorter; each is another, so that it can be the key of its line. */
export const skeletonWidths = (lines: number, first: number, step: number): readonly number[] =>
  Array.from({ length: lines }, (_, line) => first - line * step);
