/**
 * Characters of a file that is written. Every line repeats its whole stack, so that few bytes of a deep tree can make gigabytes.
 * Sixty times what a profile of 41 000 samples makes.
 */
export const MAX_COLLAPSED_LENGTH = 134_217_728;
