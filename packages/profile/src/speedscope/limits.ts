/**
 * Frames in all stacks of a file that is written. Every sample repeats its whole stack, so that few bytes of a deep tree can make
 * gigabytes. Twelve times what a profile of 41 000 samples and two types makes (6.4 MB).
 */
export const MAX_SPEEDSCOPE_STACK_FRAMES = 20_000_000;
