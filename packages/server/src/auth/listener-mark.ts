import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';

/** What the server knows of one of its listeners, whoever connects to it. */
export interface ListenerMark {
  readonly kind: 'tcp' | 'unix';
  /** Takes uploads without a credential. */
  readonly trusted: boolean;
  /** Where such uploads go: number, slug or key; the first project when absent. */
  readonly project?: string | undefined;
  /** Feldera's API asks for no credential here and works in that project. For loopback listeners alone. */
  readonly openToFeldera?: boolean | undefined;
}

const marks = new WeakMap<object, ListenerMark>();

/** Marks a listening server; one without a mark is not trusted. */
export function markListener(server: Server, mark: ListenerMark): void {
  marks.set(server, mark);
}

/** The mark of the listener a request came in by; undefined when it has none (also for injected requests). */
export function listenerOf({ socket }: IncomingMessage): ListenerMark | undefined {
  // Node sets `server` on every socket that a server accepted; its types do not say so.
  const { server } = socket as { readonly server?: unknown };
  return typeof server === 'object' && server !== null ? marks.get(server) : undefined;
}
