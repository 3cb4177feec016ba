/**
 * Characters of a file that is written. Every line repeats its whole stack, so that few bytes of a deep tree can make gigabytes;
 * of what real profilers record the largest was 20 MB.
 */
export const MAX_COLLAPSED_LENGTH = 134_217_728;
