/** What things that report ask of whoever carries what they say, modelled or real. */
import type { Servers } from './open-hops.ts';

export interface ThingLines {
  sendUp(ticket: number, device: number, bytes: number): void;
  /** @param expiresMs it is not sent after this time, ms. */
  sendDown(ticket: number, device: number, bytes: number, expiresMs: number): void;
  isOff(device: number): boolean;
  switchOff(device: number): void;
  switchOn(device: number): void;
  disconnect(): void;
}

/** Who is told of each message's end; see `HopsOwner`. */
export interface LinesOwner {
  handedOn(ticket: number, isUp: boolean, isAgain: boolean): void;
  confirmed(ticket: number, isUp: boolean): void;
  dropped(ticket: number, isUp: boolean, reason: number): void;
}

export function modelledLines(servers: Servers): ThingLines {
  const { hops } = servers;
  return {
    sendUp: (ticket, device, bytes) => hops.sendUp(ticket, device, bytes),
    sendDown: (ticket, device, bytes, expiresMs) => hops.sendDown(ticket, device, bytes, expiresMs),
    isOff: (device) => hops.connections.isOff(device),
    switchOff: (device) => hops.connections.switchOff(device),
    switchOn: (device) => hops.connections.switchOn(device),
    disconnect: () => servers.disconnect(),
  };
}
