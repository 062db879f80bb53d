/** Reports and commands that real clients and brokers carry: what became of each, as modelled lines tell it. */

import { EXPIRED, LOST } from '../../chat/broker/hops-parts.ts';
import type { Clients } from '../../node/clients.ts';
import type { Crew, ThingsTold, Wires } from '../../node/telegraph.ts';
import { nearest, type World } from '../../node/world.ts';
import type { LinesOwner, ThingLines } from './thing-lines.ts';
import type { ThingMeters } from './thing-meters.ts';

/** Topic of all reports; behind it those of commands, one for each device. */
const REPORTS = 0;
const FIRST_COMMANDS = 1;

interface Command {
  readonly ticket: number;
  readonly device: number;
  readonly expiresMs: number;
}

export interface WiredLinesParts {
  readonly world: World;
  readonly traffic: string;
  readonly to: string;
  readonly node: Clients;
  /** Whether devices connect also when they have nothing to say, and whether they get commands. */
  readonly stays: boolean;
  readonly hasCommands: boolean;
  /** Whether a server keeps commands for devices that are away. */
  readonly isKept: boolean;
  readonly isWarm: boolean;
  readonly meters: ThingMeters;
  readonly owner: LinesOwner;
}

export class WiredLines implements ThingLines {
  readonly #parts: WiredLinesParts;
  readonly #wires: Wires;
  readonly #servers: readonly number[];
  #messages = 0;
  /** By number: reports at no server so far, and commands that their device has not got. */
  readonly #reports = new Map<number, number>();
  readonly #commands = new Map<number, Command>();
  readonly #isConnected: Uint8Array;
  readonly #isKnown: Uint8Array;

  constructor(parts: WiredLinesParts) {
    const { world, node, to, isWarm } = parts;
    this.#parts = parts;
    this.#servers = nearest(world, to, node.place);
    this.#isConnected = new Uint8Array(node.devices).fill(isWarm ? 1 : 0);
    this.#isKnown = new Uint8Array(node.devices).fill(isWarm ? 1 : 0);
    this.#wires = world.telegraph!.join(this.#crew());
  }

  sendUp(ticket: number, device: number, bytes: number): void {
    this.#messages += 1;
    this.#reports.set(this.#messages, ticket);
    this.#wires.publish(this.#messages, device, REPORTS, bytes);
  }

  sendDown(ticket: number, device: number, bytes: number, expiresMs: number): void {
    const { isKept, owner } = this.#parts;
    const isThere = this.#isConnected[device] === 1 || (isKept && this.#isKnown[device] === 1);
    if (!isThere) {
      owner.dropped(ticket, false, LOST);
      return;
    }
    this.#messages += 1;
    this.#commands.set(this.#messages, { ticket, device, expiresMs });
    this.#wires.command(this.#messages, device, FIRST_COMMANDS + device, bytes, expiresMs);
  }

  isOff(device: number): boolean {
    return this.#wires.isOff(device);
  }

  switchOff(device: number): void {
    this.#wires.switchOff(device);
  }

  switchOn(device: number): void {
    this.#wires.switchOn(device);
  }

  disconnect(): void {
    this.#wires.disconnect();
  }

  #serverOf(device: number): number {
    return this.#servers[device % this.#servers.length]!;
  }

  #crew(): Crew {
    const { traffic, node, stays, hasCommands } = this.#parts;
    return {
      traffic,
      node: node.id,
      devices: node.devices,
      stays,
      serverOf: (device) => this.#serverOf(device),
      topicsOf: (device) => (hasCommands ? [FIRST_COMMANDS + device] : []),
      brokersOf: () => [],
      deliveriesOf: () => 0,
      lastWordsOf: () => undefined,
      told: this.#told(),
    };
  }

  #told(): ThingsTold {
    const { meters, owner, world, isKept } = this.#parts;
    const { simulator } = world;
    return {
      reached: (message) => this.#reached(message),
      shown: (message) => {
        const command = this.#commands.get(message);
        if (command === undefined) meters.count('wire_duplicates', simulator.nowMs);
        else {
          this.#commands.delete(message);
          owner.handedOn(command.ticket, false, false);
          owner.confirmed(command.ticket, false);
        }
      },
      missed: (message) => this.#drop(message),
      lost: (message) => {
        const ticket = this.#reports.get(message);
        this.#reports.delete(message);
        if (ticket !== undefined) owner.dropped(ticket, true, LOST);
      },
      begun: (device, isRemembered) => {
        if (simulator.nowMs > 0) meters.count('openings', simulator.nowMs);
        if (!isRemembered) this.#forget((each) => each === device);
        this.#isConnected[device] = 1;
        this.#isKnown[device] = 1;
      },
      ended: (device, isReplaced) => {
        meters.count('wills', simulator.nowMs);
        if (!isReplaced) this.#isConnected[device] = 0;
        if (!isKept) this.#forget((each) => each === device);
      },
      // Things that report leave no last words.
      saysWill: () => 0,
      crashed: (server, isForgetful) => this.#crashed(server, isForgetful),
      sent: (packets, bytes) => {
        meters.count('protocol_packets', simulator.nowMs, packets);
        meters.count('protocol_bytes', simulator.nowMs, bytes);
      },
    };
  }

  #reached(message: number): void {
    const { owner, meters, world } = this.#parts;
    const ticket = this.#reports.get(message);
    if (ticket === undefined) {
      meters.count('wire_duplicates', world.simulator.nowMs);
      return;
    }
    this.#reports.delete(message);
    owner.handedOn(ticket, true, false);
    owner.confirmed(ticket, true);
  }

  #drop(message: number): void {
    const command = this.#commands.get(message);
    if (command === undefined) return;
    this.#commands.delete(message);
    const isOver = command.expiresMs <= this.#parts.world.simulator.nowMs;
    this.#parts.owner.dropped(command.ticket, false, isOver ? EXPIRED : LOST);
  }

  /** What servers had for these devices is gone. */
  #forget(isIt: (device: number) => boolean): void {
    for (const [message, { device }] of [...this.#commands]) if (isIt(device)) this.#drop(message);
  }

  #crashed(server: number, isForgetful: boolean): void {
    for (let device = 0; device < this.#isKnown.length; device += 1) {
      if (this.#serverOf(device) !== server) continue;
      this.#isConnected[device] = 0;
      if (isForgetful) this.#isKnown[device] = 0;
    }
    if (isForgetful || !this.#parts.isKept) this.#forget((each) => this.#serverOf(each) === server);
  }
}
