import type { OriginalContext } from '../store/upload.ts';
import type { IngestLimits } from './limits.ts';
import { seriesOfTags, type TaggedSeries } from './tags/series-of-tags.ts';
import { labelsOf, type UploadWords } from './upload-words.ts';

/**
 * Where a file belongs, by the words that came with it.
 *
 * @param own what the file says of itself, as tags; a label of the words wins
 * @throws HearthError `invalid_labels`
 */
export function seriesOfWords(
  words: UploadWords,
  own: ReadonlyMap<string, string>,
  context: OriginalContext,
  limits: IngestLimits,
): TaggedSeries {
  const tags = new Map([...own, ...labelsOf(words)]);
  const { app, environment, release } = words;
  if (app !== undefined) tags.set('application_name', app);
  if (environment !== undefined) tags.set('env', environment);
  if (release !== undefined) tags.set('version', release);
  return seriesOfTags(tags, '', context, limits);
}
