import type { FrameBox } from '@hearth/flamegraph';

const GAP_PX = 12;
const EDGE_PX = 8;
const WIDTH_PX = 322;

/** Where a tooltip goes that must not cover its frame: right of it, else below, left, above. */
export function placeBeside(box: FrameBox, height: number): { left: number; top: number } {
  const { innerWidth, innerHeight } = window;
  const top = Math.max(EDGE_PX, Math.min(box.top + GAP_PX, innerHeight - height - EDGE_PX));
  const right = box.left + box.width + GAP_PX;
  if (right + WIDTH_PX + EDGE_PX <= innerWidth) return { left: right, top };
  const end = Math.min(box.left + box.width, innerWidth - EDGE_PX);
  const left = Math.max(EDGE_PX, end - WIDTH_PX);
  const below = box.top + box.height + GAP_PX;
  if (below + height + EDGE_PX <= innerHeight) return { left, top: below };
  if (box.left - GAP_PX - WIDTH_PX >= EDGE_PX) return { left: box.left - GAP_PX - WIDTH_PX, top };
  return { left, top: Math.max(EDGE_PX, box.top - GAP_PX - height) };
}
