import type { KeyHelpEntry } from '../../shell/key-help.tsx';

/** All keys of the place; what they do is in `profile-place.tsx`, and in the flame graph itself. */
export const profileKeys: readonly KeyHelpEntry[] = [
  ['/', 'search frames'],
  [', .', 'the profile of the app before, after'],
  ['W S', 'zoom in, out'],
  ['A D', 'earlier, later'],
  ['T', 'choose threads'],
  ['M', 'merged, and back'],
  ['Shift S', 'sandwich of the selected function'],
  ['↑ ↓ ← →', 'to caller, callee, neighbour'],
  ['Esc', 'show all of the time'],
  ['Y', 'copy the name of the selected function'],
];
