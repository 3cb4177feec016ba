import { MAX_CHUNK_BYTES } from '@hearth/agent/protocol';

/** Ten pipelines of two hundred hosts; each link costs some 30 KiB. */
export const MAX_AGENT_LINKS = 2_000;
/** An agent says hello when its recorders were probed; on a busy machine that takes seconds. */
export const HELLO_TIMEOUT_MS = 20_000;
/** An agent that comes back says how each capture that it holds has ended, at once; it holds at most 200. */
export const MESSAGE_BURST = 1_000;
/** While it records an agent says one thing a second. Pieces of files do not count: each is acknowledged. */
export const MESSAGES_PER_SECOND = 20;
/** Messages that wait to be worked on before the connection is read no further. */
export const MAX_WAITING_MESSAGES = 8;
/** The agent's id and the offset stand in front of a piece. */
const CHUNK_HEAD_BYTES = 1 + 64 + 8;
export const MAX_FRAME_BYTES = MAX_CHUNK_BYTES + CHUNK_HEAD_BYTES;
/** Our messages have some hundred bytes: an agent that leaves this much unread does not read. */
export const MAX_UNREAD_BYTES = 256 * 1024;
/** How often links are looked at: for silence, and whether their token still works. */
export const LINK_CHECK_MS = 5_000;
/** A revoked token ends its links within this. */
export const TOKEN_CHECK_MS = 30_000;
/** What a WebSocket's close frame has room for. */
export const MAX_REASON_BYTES = 123;
