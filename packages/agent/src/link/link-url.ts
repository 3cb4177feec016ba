import { AGENT_LINK_PATH } from '../protocol/constants.ts';

/**
 * The WebSocket address below a server's address: `https://h/base` gives `wss://h/base/agent/v1/link`.
 *
 * @throws RangeError when it is no http or https URL
 */
export function linkUrl(server: string): string {
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server))
    throw new RangeError(`${server} is not an http or https URL`);
  const url = new URL(server);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${AGENT_LINK_PATH}`;
  url.search = '';
  url.hash = '';
  return url.href;
}
