import { HearthError } from '../errors/hearth-error.ts';

/** Long enough for any name a person would type; short enough for one line of a page. */
export const MAX_NAME_LENGTH = 200;
/** Sentry's limit for slugs, whose tools build addresses from them. */
export const MAX_SLUG_LENGTH = 50;
/** Sentry's limit for environment names. */
export const MAX_ENVIRONMENT_LENGTH = 64;

/** Throws `invalid_request` for an empty, overlong or multi-line name; answers it without outer spaces. */
export function checkedName(name: string, what: string, maxLength = MAX_NAME_LENGTH): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > maxLength || /\p{Cc}/u.test(trimmed)) {
    throw new HearthError('invalid_request', {
      message: `The ${what} has 1 to ${String(maxLength)} characters and no line breaks.`,
    });
  }
  return trimmed;
}

/** Throws `invalid_request` unless it is a slug: [a-z0-9_-], starting with a letter or digit, not a bare number. */
export function checkedSlug(slug: string): string {
  const hasForm = slug.length <= MAX_SLUG_LENGTH && /^[a-z0-9][a-z0-9_-]*$/.test(slug) && !/^[0-9]+$/.test(slug);
  if (hasForm) return slug;
  throw new HearthError('invalid_request', {
    message: `A slug has 1 to ${String(MAX_SLUG_LENGTH)} of a-z, 0-9, - and _, starts with a letter or digit and is not a number.`,
  });
}

/** The slug that a name suggests: `Web Shop (EU)` gives `web-shop-eu`; one without a letter begins with `prefix`. */
export function slugOfName(name: string, prefix = 'project'): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/-+$/, '');
  return /^[0-9]*$/.test(slug) ? `${prefix}-${slug}`.replace(/-$/, '') : slug;
}
