import { type FrameInfo, OTHER_FRAME, ROOT_FRAME, type TreeColumns } from '@hearth/flamegraph';
import { type Frame, toNumber, type ValuedTree } from '../api/wire.ts';

/** The API's tree as columns for drawing: what it left out below a node becomes a child of that node, "other". */
export function columnsOf({ shape, values }: ValuedTree): TreeColumns {
  const shown = shape.parent.length;
  const others = values.other.flatMap((value, node) => (toNumber(value) > 0 ? [node] : []));
  const length = shown + others.length;
  const parent = new Int32Array(length);
  const frame = new Int32Array(length);
  const self = new Float64Array(length);
  const total = new Float64Array(length);
  parent.set(shape.parent);
  for (let node = 0; node < shown; node++) {
    frame[node] = shape.frame[node] ?? ROOT_FRAME;
    self[node] = toNumber(values.self[node] ?? 0);
    total[node] = toNumber(values.total[node] ?? 0);
  }
  others.forEach((above, index) => {
    const node = shown + index;
    parent[node] = above;
    frame[node] = OTHER_FRAME;
    total[node] = toNumber(values.other[above] ?? 0);
    self[node] = total[node]!;
  });
  return { parent, frame, self, total, frames: shape.frames.map(frameInfoOf) };
}

/** A frame without a symbol is called by where it lies. */
export function frameInfoOf(frame: Frame): FrameInfo {
  const { file, line, module, address, inApp } = frame;
  const name =
    frame.function || (address === '' ? '(unknown)' : `${module.replace(/^.*\//, '')}+0x${address.replace(/^0x/, '')}`);
  return { name, file, line, module, inApp: inApp ?? undefined };
}
