import type { ServerMessage } from '@hearth/agent/protocol';

/** One connection to an agent, whatever it runs over. */
export interface AgentWire {
  /** Does nothing when the connection is gone: the agent says everything again when it is back. */
  send(message: ServerMessage): void;
  /** Ends the connection; `code` is one of the protocol's close codes. */
  close(code: number, reason: string): void;
}
