// `@hearth/agent/protocol`: what agent and server say to each other, for both. Loads zod and nothing else.
export { captureIdSchema } from './protocol/capture-id.ts';
export { type ChunkFrame, decodeChunkFrame, encodeChunkFrame } from './protocol/chunk-frame.ts';
export {
  AGENT_LINK_PATH,
  AGENT_SUBPROTOCOL,
  closeCodes,
  LINK_PING_MS,
  LINK_SILENCE_MS,
  MAX_CHUNK_BYTES,
  MAX_DETAIL_LENGTH,
  MAX_MESSAGE_BYTES,
  PROTOCOL_VERSION,
} from './protocol/constants.ts';
export { type FailureCode, failureCodes } from './protocol/failure-code.ts';
export {
  type AgentMessage,
  agentMessageSchema,
  type EndedMessage,
  type HeldCapture,
  type HelloMessage,
  type ProgressMessage,
  type RecorderFacts,
  type RecorderName,
  type TargetState,
  type UploadMessage,
} from './protocol/from-agent.ts';
export { type CaptureOrder, type ServerMessage, serverMessageSchema } from './protocol/from-server.ts';
