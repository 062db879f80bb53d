/**
 * Packets between the devices of one place and their servers: TCP sends again what the access network gives up,
 * and gives the connection up after a while.
 */
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { Line, LineEnds } from '../protocols/device-line.ts';
import { Packets } from './packets.ts';

/** Source: RFC 6298 §2.1 and §2.4: at first 1 s, doubled each time, at the most 60 s. */
const FIRST_RTO_MS = 1000;
const LONGEST_RTO_MS = 60_000;
/** Source: RFC 9293 §3.8.3: at least 100 s for data. */
const GIVES_UP_AFTER_MS = 100_000;

export interface WireParts {
  readonly simulator: Simulator;
  open(ends: LineEnds): Line;
  serverOf(device: number): number;
  /** Whether the access network gives packets up that TCP then sends again. */
  readonly isLossy: boolean;
  /** A packet leaves, perhaps not for the first time. */
  sent(bytes: number): void;
  /** A packet is at its end, and is released behind this call. */
  arrived(packet: number): void;
  /** As `arrived`: TCP has given its connection up. */
  broken(packet: number): void;
  /** Whether the sender of a packet still has its connection. */
  isWanted(packet: number): boolean;
}

export class Wire {
  readonly packets = new Packets();
  readonly #parts: WireParts;
  readonly #line: Line;
  readonly #again: HandlerId;

  constructor(parts: WireParts) {
    this.#parts = parts;
    const end = (packet: number, isLost: boolean) => {
      if (isLost) this.#lost(packet);
      else this.#end(packet, true);
    };
    this.#line = parts.open({ atServer: end, atDevice: end });
    this.#again = parts.simulator.handler((packet) => this.#transmit(packet), 'TCP sends again');
  }

  /** @param item the message that it is or follows, and the generation of its slot; -1: none. */
  send(
    what: number,
    device: number,
    isUp: boolean,
    connection: number,
    bytes: number,
    index = 0,
    item = -1,
    generation = 0,
  ): number {
    const { packets } = this;
    const packet = packets.make();
    packets.what[packet] = what;
    packets.device[packet] = device;
    packets.isUp[packet] = isUp ? 1 : 0;
    packets.connection[packet] = connection;
    packets.item[packet] = item;
    packets.generation[packet] = generation;
    packets.index[packet] = index;
    packets.bytes[packet] = bytes;
    packets.sentMs[packet] = this.#parts.simulator.nowMs;
    this.#transmit(packet);
    return packet;
  }

  #transmit(packet: number): void {
    const { device, bytes, isUp, tries } = this.packets;
    if (tries[packet]! > 0 && !this.#parts.isWanted(packet)) {
      this.#end(packet, false);
      return;
    }
    this.#parts.sent(bytes[packet]!);
    const server = this.#parts.serverOf(device[packet]!);
    if (isUp[packet] === 1) this.#line.up(packet, device[packet]!, bytes[packet]!, server);
    else this.#line.down(packet, device[packet]!, bytes[packet]!, server);
  }

  #lost(packet: number): void {
    const { tries, sentMs } = this.packets;
    const { simulator, isLossy } = this.#parts;
    const laterMs = Math.min(LONGEST_RTO_MS, FIRST_RTO_MS * (1 << tries[packet]!));
    const isOver = simulator.nowMs + laterMs - sentMs[packet]! > GIVES_UP_AFTER_MS;
    if (!isLossy || isOver) {
      this.#end(packet, false);
      return;
    }
    tries[packet]! += 1;
    simulator.after(laterMs, this.#again, packet);
  }

  #end(packet: number, hasArrived: boolean): void {
    if (hasArrived) this.#parts.arrived(packet);
    else this.#parts.broken(packet);
    this.packets.release(packet);
  }
}
