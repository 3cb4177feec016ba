/** What is said of an empty answer: mostly the range is the last hour, and there was more before. */
export const NO_SAMPLES = 'No samples in this selection. `hearth facets --from 7d` shows what there is.';
