/** What a chat that keeps nothing promises, and what it tells the ledger that holds it to that. */
import type { Trail } from '../node/trail.ts';
import type { World } from '../node/world.ts';
import type { Ledger } from './ledger/ledger.ts';
import { openLedger } from './ledger/open.ts';
import type { Messages } from './messages.ts';
import type { Rooms } from './rooms.ts';

/** Messages are sent once, each by itself: what is lost stays lost, and one may overtake another. */
const PROMISES = ['duplicate', 'membership', 'conservation'] as const;

interface LightChat {
  readonly world: World;
  readonly traffic: string;
  readonly rooms: Rooms;
}

/** Everybody has one device, with the number of the person. What servers say, or hear, is not looked at. */
export class LightLedger {
  readonly #world: World;
  readonly #messages: Messages;
  readonly #ledger: Ledger;
  readonly #trail: Trail | undefined;

  constructor({ world, traffic, rooms }: LightChat, messages: Messages) {
    this.#world = world;
    this.#messages = messages;
    this.#ledger = openLedger(world, { traffic, promises: PROMISES, held: () => messages.owed });
    this.#trail = world.trail?.of(traffic);
    for (let room = 0; room < rooms.count; room += 1) {
      for (const { from, to } of rooms.parts(room)) {
        for (let at = from; at < to; at += 1) this.#ledger.joined(room, rooms.member(at));
      }
    }
  }

  /** A message is written. @param room -1: to one person. */
  sent(message: number, room: number): void {
    if (!this.#messages.isAmongPeople(message)) return;
    const { serial, sender, recipient } = this.#messages;
    const { nowMs } = this.#world.simulator;
    const number = serial[message]!;
    const from = sender[message]!;
    if (room < 0) this.#ledger.sentTo(number, recipient[message]!, from, nowMs);
    else this.#ledger.sent(number, from, from, room, nowMs);
  }

  /** Servers do not take it: nobody gets it. */
  refused(message: number): void {
    this.#ledger.rejected(this.#messages.serial[message]!, this.#world.simulator.nowMs);
  }

  shown(message: number, person: number): void {
    if (!this.#messages.isAmongPeople(message)) return;
    this.#ledger.shown(this.#messages.serial[message]!, person, this.#world.simulator.nowMs);
  }

  dropped(message: number, person: number): void {
    if (!this.#messages.isAmongPeople(message)) return;
    this.#ledger.dropped(this.#messages.serial[message]!, person, this.#world.simulator.nowMs);
  }

  /** Something happens to a message at a node. */
  note(message: number, what: string, node: number): void {
    this.#trail?.note(this.#messages.serial[message]!, what, this.#world.nodes[node]!.name);
  }
}
