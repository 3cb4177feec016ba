/** The piece of the picture across the screen, in the unit of the values. */
export interface FlameView {
  readonly from: number;
  readonly to: number;
}

/** Doubles hold 15 digits: beyond a millionth part of a millionth, places are no longer exact to the pixel. */
const MIN_SPAN = 1e-10;

export const wholeView = (total: number): FlameView => ({ from: 0, to: total });

/** Moves by a share of what is seen; stops at the ends. */
export function panned({ from, to }: FlameView, share: number, total: number): FlameView {
  const span = to - from;
  const begin = Math.min(Math.max(0, from + span * share), Math.max(0, total - span));
  return { from: begin, to: begin + span };
}

/** A frame that is shown by itself takes at least this share of the width. */
const MIN_SHOWN_SHARE = 0.04;
const SHOWN_SHARE = 0.3;

/** The view in which a frame can be seen: the same where it can, else one about the frame. */
export function viewToSee(view: FlameView, start: number, value: number, total: number): FlameView {
  const span = view.to - view.from;
  const isInside = start + value > view.from && start < view.to;
  if (isInside && value >= span * MIN_SHOWN_SHARE) return view;
  const wanted = value >= span * MIN_SHOWN_SHARE ? span : Math.max(value / SHOWN_SHARE, total * MIN_SPAN);
  return panned({ from: start + value / 2 - wanted / 2, to: start + value / 2 + wanted / 2 }, 0, total);
}

/**
 * Zooms about a place, which stays where it is.
 *
 * @param factor above 1 shows less, larger
 * @param at share of the width, 0 to 1
 */
export function zoomed({ from, to }: FlameView, factor: number, at: number, total: number): FlameView {
  const span = Math.min(total, Math.max((to - from) / factor, total * MIN_SPAN));
  const place = from + (to - from) * at;
  const begin = Math.min(Math.max(0, place - span * at), total - span);
  return { from: begin, to: begin + span };
}
