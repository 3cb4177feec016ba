import type { ServerMessage } from '@hearth/agent/protocol';
import type { AgentWire } from '../agent-wire.ts';

/** A connection that keeps what is said over it. */
export class FakeWire implements AgentWire {
  readonly sent: ServerMessage[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  send(message: ServerMessage): void {
    if (this.closed === undefined) this.sent.push(message);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  /** Types of what was said, in order. */
  get types(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }
}
