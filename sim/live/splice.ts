/** A connection that crosses the scenario's link on one side and a real socket on the other. */
import type net from 'node:net';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import type { LiveKernel } from './live-kernel.ts';

/** Sees what passes, and lets it pass. */
export interface Taps {
  /** From the real socket. */
  incoming?(bytes: Buffer): void;
  /** The connection has ended. */
  closed?(): void;
  /** To the real socket. */
  outgoing?(bytes: Buffer): void;
}

/**
 * Passes bytes and ends on in both directions.
 *
 * @param link the end of the scenario's connection: what is written to it takes its time.
 */
export function splice(
  kernel: LiveKernel,
  link: VirtualSocket,
  socket: net.Socket,
  taps: Taps = {},
): void {
  socket.setNoDelay(true);
  link.on('data', (bytes: Buffer) => {
    taps.outgoing?.(bytes);
    if (!socket.destroyed) socket.write(bytes);
  });
  link.on('end', () => socket.end());
  link.on('error', () => socket.destroy());
  link.on('close', () => {
    if (!socket.writableFinished || !socket.readableEnded) socket.destroy();
  });
  socket.on('data', (bytes: Buffer) => {
    kernel.catchUp();
    taps.incoming?.(bytes);
    if (!link.destroyed && !link.write(bytes)) socket.pause();
  });
  link.on('drain', () => socket.resume());
  socket.on('end', () => {
    kernel.catchUp();
    if (!link.destroyed) link.end();
  });
  socket.once('close', () => taps.closed?.());
  socket.on('error', () => {
    kernel.catchUp();
    link.destroy();
  });
}
