import type { KeyHelpEntry } from '../../shell/key-help.tsx';

/** All keys of the place; what they do is in `explore-place.tsx`, and in the flame graph itself. */
export const exploreKeys: readonly KeyHelpEntry[] = [
  ['/', 'search frames'],
  ['Esc', 'clear the search; one zoom back'],
  ['↑ ↓', 'to the caller, to the widest callee'],
  ['← →', 'frame to the left, to the right'],
  ['Enter', 'zoom'],
  ['Home', 'show everything'],
  ['S', 'sandwich of the selected function'],
  ['O', 'only stacks with it'],
  ['H', 'hide it'],
  ['Y', 'copy its name'],
  ['Shift Y', 'copy the stack of the frame'],
  ['I', 'invert: callers below'],
  ['F', 'flip: root at the bottom'],
  ['L', 'collapse libraries'],
  ['R', 'collapse recursion'],
  ['[ ]', 'fold the left, the right pane'],
  ['N  Shift N', 'next, previous match'],
  ['Space', 'keep the tooltip where it is'],
  ['B', 'brush the timeline: arrows move, Shift arrows resize'],
  [', .', 'earlier, later by one range'],
  ['U', 'move on to now'],
];
