import { type FrameInfo, frameLook } from '@hearth/flamegraph';

/** Token of a frame's colour in the flame graph, for a swatch beside its name. */
export function swatchOf(frame: FrameInfo, by: 'package' | 'file' = 'package'): string {
  const { kind, hue } = frameLook(frame, by);
  if (kind === 'runtime' || kind === 'kernel') return `frame-${kind}`;
  return kind === 'app' ? `frame-${String(hue + 1)}` : `frame-${String(hue + 1)}-lib`;
}
