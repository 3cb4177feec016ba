import { HUES } from './flame-theme.ts';
import { type FrameKind, frameKind } from './frame-kind.ts';
import { hashText } from './hash-text.ts';
import { packageOf } from './package-of.ts';
import type { NameParts } from './split-name.ts';
import type { FrameInfo } from './tree-columns.ts';

/** What the colour of a frame is made from. */
export interface FrameLook {
  readonly kind: FrameKind;
  /** 0 to {@link HUES} - 1; meaningless for runtime and kernel. */
  readonly hue: number;
}

/**
 * The look of a frame by its package, or by its file.
 *
 * @param parts of its name, where they are known
 */
export function frameLook(frame: FrameInfo, by: 'package' | 'file' = 'package', parts?: NameParts): FrameLook {
  const source = (by === 'file' && frame.file) || packageOf(frame, parts);
  return { kind: frameKind(frame), hue: hashText(source) % HUES };
}
