import type { ReactNode } from 'react';

/** Strokes on a grid of 16. */
const paths = {
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  cross: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3 3',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3l2 2',
  pin: 'M6 2h4l-.5 4 2.5 2.5H4L6.5 6zM8 8.5v5',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  link: 'M6.5 9.5l3-3M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 14h10',
  flip: 'M3 3h10M5 6.5h6M6.5 10h3',
  invert: 'M3 13h10M5 9.5h6M6.5 6h3',
  palette: 'M8 2a6 6 0 1 0 0 12c1.2 0 1.3-1 .9-1.7-.5-.9 0-1.8 1-1.8H12a2 2 0 0 0 2-2C14 4.800 11.300 2 8 2z',
  fold: 'M3 3.5h10M3 12.500h10M8 5v2.500M6.500 6.500L8 8l1.500-1.500M8 11V9.500',
  split: 'M2.5 3h11v10h-11zM7 3v10',
  check: 'M3 8.5l3.2 3L13 4.5',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  alert: 'M8 2.5l6 11H2zM8 6.5v3M8 11.6v.1',
  record: 'M8 12.500A4.500 4.500 0 1 0 8 3.500a4.500 4.500 0 0 0 0 9z',
  retry: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3',
  loop: 'M10.500 12H6a3.500 3.500 0 0 1 0-7h6M9.800 2.800L12 5 9.800 7.200',
  dots: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside a word; never alone but in a toolbar, where the button has a label. */
export const Icon = ({ name, small = false }: { readonly name: IconName; readonly small?: boolean }): ReactNode => (
  <svg className={small ? 'icon icon-small' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
