import { AGENT_LINK_PATH, AGENT_SUBPROTOCOL, closeCodes } from '@hearth/agent/protocol';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import type { BoundAgent } from '../../auth/caller.ts';
import type { Captures } from '../../capture/captures.ts';
import type { TokenId } from '../../catalog/ids.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { AgentSocket } from './agent-socket.ts';
import { LINK_CHECK_MS, MAX_AGENT_LINKS, MAX_FRAME_BYTES, TOKEN_CHECK_MS } from './link-limits.ts';
import { routeUpgrades, upgradeOf } from './upgrades.ts';

export interface AgentFaceDeps {
  readonly captures: Pick<Captures, 'connect'>;
  /** Whether a token still works. */
  readonly isLive: (token: TokenId) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  /** A link that was ended because of what its agent did or is. */
  readonly onRefused: (agent: BoundAgent, code: number, reason: string) => void;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
  /** How often links are looked at for silence, and their tokens asked after; `LINK_CHECK_MS` and `TOKEN_CHECK_MS` when absent. */
  readonly checks?: { readonly linkMs: number; readonly tokenMs: number } | undefined;
}

interface Held {
  readonly socket: AgentSocket;
  readonly tokenId: TokenId;
}

/** Agents talk to the server over one WebSocket each, at `AGENT_LINK_PATH`. */
export function registerAgentFace(app: FastifyInstance, deps: AgentFaceDeps): void {
  const { captures, isLive, onError, onRefused, now = Date.now } = deps;
  const { linkMs, tokenMs } = deps.checks ?? { linkMs: LINK_CHECK_MS, tokenMs: TOKEN_CHECK_MS };
  const links = new Set<Held>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: () => AGENT_SUBPROTOCOL,
  });

  app.get(AGENT_LINK_PATH, { config: { access: { kind: 'agent' } } }, (request, reply) => {
    const { agent, tokenId } = request.caller;
    const upgrade = upgradeOf(request.raw);
    const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    if (upgrade === undefined || offered?.includes(AGENT_SUBPROTOCOL) !== true) {
      throw new HearthError('upgrade_required');
    }
    if (agent === undefined || tokenId === undefined) throw new HearthError('forbidden');
    if (links.size >= MAX_AGENT_LINKS) throw new HearthError('overloaded');
    reply.hijack();
    reply.raw.detachSocket(upgrade.socket);
    sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
      const held: Held = {
        tokenId,
        socket: new AgentSocket({
          socket,
          now,
          onError,
          onRefused: (code, reason) => onRefused(agent, code, reason),
          connect: (wire) => captures.connect(agent, wire),
        }),
      };
      links.add(held);
      socket.on('close', () => links.delete(held));
    });
  });
  routeUpgrades(app, AGENT_LINK_PATH);

  const checkTokens = async (): Promise<void> => {
    for (const { socket, tokenId } of links) {
      if (!(await isLive(tokenId))) socket.refuse(closeCodes.unauthorized, 'the token works no longer');
    }
  };
  const timers = [
    setInterval(() => {
      for (const { socket } of links) socket.look();
    }, linkMs).unref(),
    setInterval(() => {
      checkTokens().catch(onError);
    }, tokenMs).unref(),
  ];
  app.addHook('preClose', async () => {
    for (const timer of timers) clearInterval(timer);
    for (const { socket } of links) socket.end();
    // The server closes when every connection has ended; agents come back to the next one.
    for (const { socket } of links) socket.terminate();
  });
}
