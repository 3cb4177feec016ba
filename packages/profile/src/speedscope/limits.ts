/**
 * Frames in all stacks of a file that is written. Every sample repeats its whole stack, so that few bytes of a deep tree can make
 * gigabytes. A file of 20 million is some 100 MB, which speedscope hardly opens.
 */
export const MAX_SPEEDSCOPE_STACK_FRAMES = 20_000_000;
