import type { IncomingHttpHeaders } from 'node:http';
import type { ListenerMark } from './listener-mark.ts';

/** Set by proxies (then the neighbour is not the sender) or by browsers (then a page may be behind it). */
const strangersHeaders = ['forwarded', 'via', 'origin', 'sec-fetch-site', 'x-real-ip'];
const strangersHeaderPrefix = 'x-forwarded-';

/** `127.1.2.3:4040`, `localhost`, `[::1]:4040`: what a client on this machine writes, and what no other site's page can. */
const localHost = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?$/i;

/**
 * Whether an upload without a credential is taken. The listener must be marked trusted, nothing may say that it comes
 * from elsewhere, and over TCP the Host must be local: a page whose name was rebound to 127.0.0.1 sends its own.
 * A Unix socket has no Host worth looking at; clients make one up from the socket's path.
 */
export function isTrusted(listener: ListenerMark | undefined, headers: IncomingHttpHeaders): boolean {
  return listener?.trusted === true && isNear(listener, headers);
}

/** Whether nothing says that a request comes from elsewhere than where the listener is. */
export function isNear(listener: ListenerMark, headers: IncomingHttpHeaders): boolean {
  if (strangersHeaders.some((name) => headers[name] !== undefined)) return false;
  if (Object.keys(headers).some((name) => name.startsWith(strangersHeaderPrefix))) return false;
  return listener.kind === 'unix' || localHost.test(headers.host ?? '');
}
