import { inflateHead } from '../inflate/inflate-head.ts';

const OPEN_BRACE = 0x7b;
const SPACE = 0x20;

/** A JSON object is a profile of Firefox Profiler. As pprof its first byte would open a group, which no message of it has. */
export function formatOfFile(body: Uint8Array): 'pprof' | 'firefox-profile' {
  const first = inflateHead(body).find((byte) => byte > SPACE);
  return first === OPEN_BRACE ? 'firefox-profile' : 'pprof';
}
