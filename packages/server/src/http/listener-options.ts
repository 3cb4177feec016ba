import type { ServerOptions } from 'node:http';

/** Time for the whole head of a request. A client on a bad line needs one or two seconds; a slow-loris needs minutes. */
export const headersTimeoutMs = 15_000;
/** Idle time of a kept connection: longer than the 60 s period of the profilers, so that each upload finds it open. */
export const keepAliveTimeoutMs = 72_000;
/** How often connections are held against the two limits above. */
const checkingIntervalMs = 5_000;

/** The limits that every listener of the server shares. */
export function listenerOptions(requestSeconds: number): ServerOptions {
  return {
    requestTimeout: requestSeconds * 1000,
    headersTimeout: Math.min(headersTimeoutMs, requestSeconds * 1000),
    keepAliveTimeout: keepAliveTimeoutMs,
    connectionsCheckingInterval: checkingIntervalMs,
  };
}
