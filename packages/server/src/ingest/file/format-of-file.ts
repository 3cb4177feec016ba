import { outlineOf } from '@hearth/profile';
import { codecOf } from '../inflate/codec.ts';
import { inflateHead } from '../inflate/inflate-head.ts';

/** Keys of a profile of Firefox Profiler that no other format has; large files may not have come to `meta` yet. */
const FIREFOX_KEYS = ['meta', 'libs', 'threads', 'pages', 'counters', 'profilerOverhead'];

/**
 * What the first bytes say: profiles of Firefox Profiler and pprofs go their own way, which has its own limits. For everything
 * else the whole content decides, in the decoder.
 */
export function formatOfFile(body: Uint8Array): 'pprof' | 'firefox-profile' | 'profile-file' {
  const head = inflateHead(body);
  if (codecOf(head) !== 'none') return 'profile-file';
  const outline = outlineOf(head);
  switch (outline.kind) {
    case 'json-object':
      return FIREFOX_KEYS.some((key) => outline.keys.has(key)) ? 'firefox-profile' : 'profile-file';
    case 'json-array':
    case 'text':
      return 'profile-file';
    case 'binary':
    case 'empty':
      return 'pprof';
  }
}
