import type { NameParts } from './split-name.ts';

/** What is written on a frame: `path` softer than `own`. */
export interface Label {
  readonly path: string;
  readonly own: string;
}

const NONE: Label = { path: '', own: '' };
/** A beginning of fewer letters says nothing. */
const MIN_BEGINNING = 3;

/**
 * The longest honest form of a name that fits: path and function; the path's last element and function; the qualified
 * function; the bare function; its beginning; nothing.
 *
 * @param room characters of the monospaced font that fit
 */
export function fitLabel({ path, own, last }: NameParts, room: number): Label {
  if (path.length + own.length <= room) return { path, own };
  const short = lastElement(path);
  if (short.length + own.length <= room) return { path: short, own };
  if (own.length <= room) return { path: '', own };
  if (last.length <= room) return { path: '', own: last };
  return room > MIN_BEGINNING ? { path: '', own: `${last.slice(0, room - 1)}…` } : NONE;
}

/** A file is known by its whole name; `github.com/acme/promo.` is known by `promo.`, `acme::shop::cart::` by `cart::`. */
function lastElement(path: string): string {
  if (path.endsWith(' ')) return '';
  const slash = path.lastIndexOf('/', path.length - 2);
  if (slash >= 0) return path.slice(slash + 1);
  const separator = path.endsWith('::') ? '::' : '.';
  const cut = path.lastIndexOf(separator, path.length - separator.length - 1);
  return cut < 0 ? path : path.slice(cut + separator.length);
}
