/**
 * Receipts: the sender is told that a device has a message, and that a person has read it. Nobody keeps them: who is away
 * when one comes does not get it.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { clockMs } from '../../node/clock.ts';
import { DELIVERED, WAS_READ } from '../ledger/receipts.ts';
import { READ, RECEIPT } from './packets.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import type { Wire } from './wire.ts';

export interface ReceiptSettings {
  readonly delivered: boolean;
  readonly read: boolean;
  /** From a message's being shown to its being read, ms. */
  readonly think: Distribution;
  /** Members of the largest conversation with receipts. */
  readonly members: number;
}

export class Receipts {
  readonly #shared: Shared;
  readonly #settings: ReceiptSettings;
  readonly #wire: Wire;
  readonly #random: Random;
  /** Takes a packet from the mailbox that it has to its device, from domain to domain if need be. */
  tell: (packet: number) => void;
  readonly #look: HandlerId;

  constructor(shared: Shared, settings: ReceiptSettings, wire: Wire, random: Random) {
    this.#shared = shared;
    this.#settings = settings;
    this.#wire = wire;
    this.#random = random;
    this.tell = (packet) => wire.down(packet);
    this.#look = shared.world.simulator.handler(
      (message, device) => this.#read(message, device),
      'message read',
    );
  }

  /** A mailbox has heard that a device has a message. */
  delivered(message: number, device: number, mailbox: number): void {
    const { crowd, messages, settings, world } = this.#shared;
    const isOwn = crowd.person[messages.device(message)] === crowd.person[device];
    // The device may have found it expired, whose clock may be ahead of ours.
    const latestMs = clockMs(world, mailbox) + 2 * settings.clockErrorMs;
    const isOver = messages.expiresAtMs(message) <= latestMs;
    if (!this.#settings.delivered || isOwn || isOver || !this.#isWanted(message)) return;
    this.#tell(message, mailbox, DELIVERED, device);
  }

  /** A device shows a message; people read on the first of their devices. */
  shown(message: number, device: number): void {
    const { crowd, messages, world } = this.#shared;
    const isFirst = crowd.firstDevice[crowd.person[device]!] === device;
    const isOwn = crowd.person[messages.device(message)] === crowd.person[device];
    if (!this.#settings.read || isOwn || !isFirst || !this.#isWanted(message)) return;
    messages.hold(message);
    world.simulator.after(this.#settings.think.sample(this.#random), this.#look, message, device);
  }

  /** A mailbox has heard that somebody has read a message. */
  wasRead(packet: number): void {
    const { packets } = this.#shared;
    this.#tell(packets.item(packet), packets.mailbox(packet), WAS_READ, NONE);
  }

  /** The sender’s device is told. */
  arrive(packet: number): void {
    const { ledger, messages, meters, packets, world } = this.#shared;
    const message = packets.item(packet);
    const device = packets.device(packet);
    meters.count('receipt', device);
    meters.record('seen', device, messages.sentAtMs(message));
    const { nowMs } = world.simulator;
    const reader = packets.first(packet);
    ledger.receipt(messages.serial(message), packets.upTo(packet), nowMs, reader);
  }

  #isWanted(message: number): boolean {
    const { conversations, messages } = this.#shared;
    return conversations.size(messages.conversation(message)) <= this.#settings.members;
  }

  /** The packet holds the message from here on. */
  #read(message: number, device: number): void {
    const { crowd, homes, ledger, messages, packets, settings, shards, world } = this.#shared;
    const person = crowd.person[device]!;
    const home = shards.leader(homes.inbox[person]!);
    ledger.read(messages.serial(message), person, world.simulator.nowMs);
    this.#wire.up(packets.make(READ, message, device, home, settings.controlBytes));
  }

  /** @param reader device that has it, or NONE. */
  #tell(message: number, mailbox: number, what: number, reader: number): void {
    const { messages, packets, settings } = this.#shared;
    messages.hold(message);
    const device = messages.device(message);
    const packet = packets.make(RECEIPT, message, device, mailbox, settings.controlBytes);
    packets.setUpTo(packet, what);
    packets.setFirst(packet, reader);
    this.tell(packet);
  }
}
