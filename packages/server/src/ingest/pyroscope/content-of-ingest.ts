import { outlineOf } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import type { MultipartPart } from '../multipart/multipart-part.ts';
import { parseMultipart } from '../multipart/parse-multipart.ts';

/** An upload of `/ingest` taken apart. Parts of a multipart body are not inflated yet. */
export type IngestContent =
  | {
      readonly kind: 'pprof';
      readonly profile: Uint8Array;
      /** The cumulative types as they were when the profile began. */
      readonly previous: Uint8Array | undefined;
      readonly config: Uint8Array | undefined;
    }
  /** `frame;frame 12` on each line; inflated. */
  | { readonly kind: 'folded'; readonly text: Uint8Array }
  /** A stack on each line, once for each time that it was seen; inflated. */
  | { readonly kind: 'lines'; readonly text: Uint8Array }
  | { readonly kind: 'jfr' };

/** Pyroscope's own name for folded stacks is `groups`. */
const FOLDED = new Set(['folded', 'collapsed', 'groups']);
/** Binary trees of Pyroscope's first agents. No client sends them any more. */
const UNREAD = new Set(['trie', 'tree', 'speedscope']);
const UNREAD_CONTENT = /^binary\/octet-stream\+(trie|tree)/i;

/**
 * Tells what an upload of `/ingest` is: by its `format`, else by its content type, else by its first bytes, which are a pprof's or
 * the text of folded stacks (the protocol's default).
 *
 * @throws HearthError `unsupported_format`, `invalid_multipart`, `no_profile`, those of inflating
 */
export function contentOfIngest(
  body: Uint8Array,
  contentType: string,
  format: string,
  limits: IngestLimits,
): IngestContent {
  const unread = UNREAD.has(format) ? format : format === '' ? UNREAD_CONTENT.exec(contentType)?.[1] : undefined;
  if (unread !== undefined) throw unsupported(unread);
  const isMultipart = /^\s*multipart\//i.test(contentType);
  if (format === 'jfr' || format === 'pprof' || (format === '' && isMultipart)) {
    const parts = isMultipart ? parseMultipart(body, contentType, limits) : [];
    const whole = isMultipart ? undefined : body;
    if (format === 'jfr' || (format === '' && contentOf(parts, 'jfr') !== undefined)) {
      required(whole ?? contentOf(parts, 'jfr'), 'jfr');
      return { kind: 'jfr' };
    }
    return {
      kind: 'pprof',
      profile: required(whole ?? contentOf(parts, 'profile'), 'profile'),
      previous: contentOf(parts, 'prev_profile'),
      config: contentOf(parts, 'sample_type_config'),
    };
  }
  if (format !== '' && format !== 'lines' && !FOLDED.has(format)) throw unsupported(format.slice(0, 20));
  const content = inflate(body, { maxBytes: limits.inflatedBytes, name: 'profile' });
  if (content.length === 0) throw new HearthError('empty_body');
  if (format === '' && outlineOf(content).kind === 'binary') {
    return { kind: 'pprof', profile: body, previous: undefined, config: undefined };
  }
  return { kind: format === 'lines' ? 'lines' : 'folded', text: content };
}

/** An absent part and an empty one mean the same. */
function contentOf(parts: readonly MultipartPart[], name: string): Uint8Array | undefined {
  const [part, second] = parts.filter((candidate) => candidate.name === name);
  if (second !== undefined) {
    throw new HearthError('invalid_multipart', { message: `There are two parts named ${name}.` });
  }
  return part === undefined || part.content.length === 0 ? undefined : part.content;
}

function required(content: Uint8Array | undefined, name: string): Uint8Array {
  if (content === undefined) throw new HearthError('no_profile', { message: `The upload has no part ${name}.` });
  if (content.length === 0) throw new HearthError('empty_body');
  return content;
}

const unsupported = (format: string): HearthError =>
  new HearthError('unsupported_format', {
    message: `Profiles of format ${format} are not taken: pprof, jfr, folded and lines are.`,
  });
