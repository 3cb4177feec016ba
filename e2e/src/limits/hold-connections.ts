import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Connections that were opened and send what they were given, then nothing. */
export interface HeldConnections {
  readonly sockets: readonly Socket[];
  /** How many the server has not closed. */
  readonly open: () => number;
  readonly close: () => void;
}

/** Opened in slices, so that the listen queue of a busy machine does not overflow. */
const SLICE = 100;

export async function holdConnections(port: number, count: number, bytes = ''): Promise<HeldConnections> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const slice = Array.from({ length: Math.min(SLICE, count - sockets.length) }, () => connect(port, '127.0.0.1'));
    for (const socket of slice) socket.on('error', () => undefined);
    await Promise.all(slice.map((socket) => once(socket, 'connect')));
    for (const socket of slice) {
      socket.resume();
      if (bytes !== '') socket.write(bytes);
    }
    sockets.push(...slice);
  }
  return {
    sockets,
    open: () => sockets.filter((socket) => !socket.closed && !socket.readableEnded).length,
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
