/** Apps that have a colour of their own in the chart; the rest is one grey. */
const hues = ['frame-1', 'frame-2', 'frame-5', 'frame-3', 'frame-6'] as const;

/** Token of the colour of the app in that place by size. */
export const appHue = (rank: number): string => hues[rank] ?? 'bar-strong';

export const COLOURED_APPS = hues.length;
