/**
 * Finds connections that have died without a word: servers ping, and break those that have not answered before the
 * next ping; who hears no ping breaks the connection, too. Source: README of ws 8, "How to detect broken connections".
 */
import type { WebSocket } from 'ws';
import type { Kernel } from '../../virtual/kernel.ts';

/** As there. */
const PING_MS = 30_000;
const LATE_MS = 1000;

export type Beating = WebSocket & { isAlive?: boolean };
/** Looks after a connection until it closes. */
export type Watch = (socket: Beating) => void;

/** One clock for all connections of a server. */
export function beat(kernel: Kernel): Watch {
  const sockets = new Set<Beating>();
  const tick = () => {
    for (const socket of sockets) {
      if (socket.isAlive === false) {
        socket.terminate();
        continue;
      }
      socket.isAlive = false;
      socket.ping();
    }
    kernel.after(PING_MS, tick);
  };
  kernel.after(PING_MS, tick);
  return (socket) => {
    socket.isAlive = true;
    sockets.add(socket);
    socket.on('pong', () => {
      socket.isAlive = true;
    });
    socket.on('close', () => sockets.delete(socket));
  };
}

/** At the other end. */
export function listenForBeats(socket: WebSocket): void {
  let timeout: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(timeout);
    timeout = setTimeout(() => socket.terminate(), PING_MS + LATE_MS);
  };
  socket.on('open', heard);
  socket.on('ping', heard);
  socket.on('close', () => clearTimeout(timeout));
}
