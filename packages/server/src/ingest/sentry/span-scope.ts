import type { OriginalContext } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { appOfRelease } from './app-of-release.ts';
import { textOf } from './fields.ts';

/** Where something of an envelope belongs. */
export interface SpanScope {
  readonly app: string;
  readonly environment: string;
  /** '' when none is named. */
  readonly release: string;
}

/** Names that are too long, or hold a line break, are treated as not given: they would only make rows that nobody can pick. */
export function scopeOf(
  release: unknown,
  environment: unknown,
  context: OriginalContext,
  { nameLength }: Pick<IngestLimits, 'nameLength'>,
): SpanScope {
  const name = (value: unknown): string => {
    const text = textOf(value, nameLength + 1);
    return text.length > nameLength || /[\n\r\t]/.test(text) ? '' : text;
  };
  const version = name(release);
  return {
    app: appOfRelease(version) || context.projectSlug,
    environment: name(environment) || context.defaultEnvironment,
    release: version,
  };
}
