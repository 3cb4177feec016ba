import type { Caller } from './caller.ts';

/** Names of people and keys come from outside, and end up in logs and tables. */
const MAX_SHOWN_NAME = 100;

/** Who it is, in words for logs and for those who look at what was done: `token 7 (ci)`. Holds no secret. */
export function describeCaller({ kind, tokenId, name }: Caller): string {
  const shown =
    name === undefined || name === '' ? '' : ` (${name.replaceAll(/\p{Cc}/gu, ' ').slice(0, MAX_SHOWN_NAME)})`;
  switch (kind) {
    case 'token':
      return `token ${String(tokenId ?? '')}${shown}`;
    case 'session':
      return `browser session of token ${String(tokenId ?? '')}${shown}`;
    case 'api-key':
      return `API key${shown}`;
    case 'oidc':
      return `user${shown}`;
    case 'ingest-key':
      return 'ingest key';
    case 'link':
      return 'signed link';
    case 'nearby':
    case 'trusted':
      return 'nobody in particular on this machine';
    case 'anonymous':
      return 'nobody';
  }
}
