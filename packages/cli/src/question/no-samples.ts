/** What is said of an empty answer: mostly the range is the last hour, and there was more before; or the app has no such type. */
export const NO_SAMPLES =
  'No samples of this type in this selection. `hearth facets --from 7d` shows which types, apps and releases there are.';
