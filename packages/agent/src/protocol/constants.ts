/** Said by both sides in `hello` and `welcome`; a server that speaks another one closes with `closeCodes.unsupported`. */
export const PROTOCOL_VERSION = 1;

/** Where an agent dials, below the server's address. */
export const AGENT_LINK_PATH = '/agent/v1/link';

/** `Sec-WebSocket-Protocol` of the link. A server that does not choose it is no Hearth server. */
export const AGENT_SUBPROTOCOL = 'hearth-agent.1';

/** The agent pings this often, so that both sides notice a half-open link; three missed pings make LINK_SILENCE_MS. */
export const LINK_PING_MS = 5_000;

/** A link without a sign of life for this long is dead, and another agent may take its ordinal. */
export const LINK_SILENCE_MS = 15_000;

/** Longest JSON message in either direction; `hello` with its lists is the longest, at a few KiB. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** Data of one binary frame: small enough to share the link with pings, large enough that headers cost nothing. */
export const MAX_CHUNK_BYTES = 256 * 1024;

/** Verbatim output of a recorder that travels with a failure; the rest stays in the agent's log. */
export const MAX_DETAIL_LENGTH = 4_096;

/** WebSocket close codes of the server, and what the agent does. Before the upgrade the same is said by HTTP 401, 403, 409. */
export const closeCodes = {
  /** A message that is not in this protocol. The agent logs it and dials again. */
  badMessage: 4400,
  /** The token is unknown, expired or revoked. Ends an agent that was never welcomed; any other tries again slowly. */
  unauthorized: 4401,
  /** The token is good, but not for this pipeline or ordinal. As `unauthorized`. */
  forbidden: 4403,
  /** Another instance holds this ordinal. The agent dials again after LINK_SILENCE_MS. */
  ordinalTaken: 4409,
  /** The server speaks another PROTOCOL_VERSION. As `unauthorized`. */
  unsupported: 4426,
  /** The server is going away; the agent dials again. */
  goingAway: 1001,
} as const;
