/** A gateway of a chat, whatever protocol its devices speak: takes messages in, works on them and hands them out. */
import type { CarriedChat } from '../../model/chat/carriage.ts';
import type { Gateway } from '../../model/chat/gateway.ts';
import type { Speaking } from '../http/speaking.ts';
import type { ChatMeters } from './chat-meters.ts';
import type { Custody } from './custody.ts';
import { readEnvelope, type Said } from './envelope.ts';
import type { Link } from './link.ts';
import { type Keeping, Session } from './session.ts';

interface Job {
  readonly said: Said;
  readonly payload: Buffer;
  /** Whether it came from a device, and goes to other gateways, too. */
  readonly isFirst: boolean;
}

export interface HubParts {
  readonly speaking: Speaking;
  readonly chat: CarriedChat;
  readonly custody: Custody;
  readonly meters: ChatMeters;
  readonly keeping: Keeping;
  /** Connections of devices by the numbers that they tell. */
  readonly links: ReadonlyMap<number, Link>;
  /** Takes a message to another gateway. */
  forward(from: number, to: number, said: Said, payload: Buffer): void;
}

/** Numbers of messages that one life of a gateway has for a person: none comes again after a crash. */
const NUMBERS = 100_000;

export class Hub {
  readonly node: number;
  readonly parts: HubParts;
  readonly #gateway: Gateway;
  readonly #owner: number;
  /** By person; undefined: elsewhere, or without one. */
  readonly #sessions: (Session | undefined)[];
  readonly #jobs: (Job | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(node: number, parts: HubParts) {
    const { world, people } = parts.chat;
    this.node = node;
    this.parts = parts;
    this.#sessions = new Array(people.count);
    this.#gateway = world.nodes[node] as Gateway;
    this.#owner = this.#gateway.serve({
      done: (job) => this.#handOut(this.#take(job)),
      dropped: (job) => parts.custody.release(this.#take(job).said.id),
    });
    for (let person = 0; person < people.count; person += 1) {
      if (people.gateway[person] === node) this.#open(person, true);
    }
  }

  /** @returns undefined for somebody who does not belong here. */
  session(person: number): Session | undefined {
    const { people } = this.parts.chat;
    if (!(person < people.count) || people.gateway[person] !== this.node) return undefined;
    return this.#sessions[person] ?? this.#open(person, false);
  }

  /** A device has sent something. @returns what it said, undefined when that cannot be. */
  received(person: number, payload: Buffer): Said | { readonly ack: number } | undefined {
    const read = readEnvelope(payload);
    if (read === undefined) return undefined;
    if ('ack' in read) return read;
    const { said } = read;
    if (said.from !== person || !this.said(said, payload)) return undefined;
    return said;
  }

  /** A device has said something. @returns whether there is somebody whom it is for. */
  said(said: Said, payload: Buffer): boolean {
    if (!this.#isThere(said)) return false;
    this.take(said, payload, true);
    return true;
  }

  /** A message is here, from a device or from another gateway. */
  take(said: Said, payload: Buffer, isFirst: boolean): void {
    const { custody, chat } = this.parts;
    const slot = custody.slotOf(said.id);
    // Everybody has it: it was sent a second time.
    if (slot === undefined) return;
    custody.hold(said.id);
    chat.ends.note(slot, 'arrives', this.node);
    const job = this.#free.pop() ?? this.#jobs.length;
    this.#jobs[job] = { said, payload, isFirst };
    this.#gateway.submit(this.#owner, job, chat.recipients.at(slot, this.node));
  }

  /** Its process is gone, and all sessions with it. Connections break by themselves. */
  crash(): void {
    for (const session of this.#sessions) session?.end();
    this.#sessions.fill(undefined);
  }

  #isThere({ to, room }: Said): boolean {
    const { people, rooms } = this.parts.chat;
    return room === undefined ? to! < people.count : room < rooms.count;
  }

  #open(person: number, isAwaited: boolean): Session {
    const { speaking, custody, keeping } = this.parts;
    const { kernel, world } = speaking;
    const first = (world.exchange.epoch[this.node]! + 1) * NUMBERS;
    const session: Session = new Session(
      person,
      { kernel, custody, keeping, first },
      isAwaited,
      () => {
        if (this.#sessions[person] === session) this.#sessions[person] = undefined;
      },
    );
    this.#sessions[person] = session;
    return session;
  }

  #take(number: number): Job {
    const job = this.#jobs[number]!;
    this.#jobs[number] = undefined;
    this.#free.push(number);
    return job;
  }

  /** The gateway has done its work. */
  #handOut({ said, payload, isFirst }: Job): void {
    const { custody, chat } = this.parts;
    const slot = custody.slotOf(said.id);
    if (slot !== undefined) {
      chat.ends.note(slot, 'handed out', this.node);
      if (said.room === undefined) this.#toOne(said, payload, isFirst);
      else this.#toRoom(said, payload, isFirst);
    }
    custody.release(said.id);
  }

  #toOne(said: Said, payload: Buffer, isFirst: boolean): void {
    const { to } = said;
    const home = this.parts.chat.people.gateway[to!]!;
    if (home === this.node) this.#sessions[to!]?.push(said, payload);
    else if (isFirst) this.parts.forward(this.node, home, said, payload);
  }

  #toRoom(said: Said, payload: Buffer, isFirst: boolean): void {
    const { from: sender, room } = said;
    const { rooms } = this.parts.chat;
    for (const { gateway, from, to } of rooms.parts(room!)) {
      if (gateway !== this.node) {
        const isAlone = to - from === 1 && rooms.member(from) === sender;
        if (isFirst && !isAlone) this.parts.forward(this.node, gateway, said, payload);
        continue;
      }
      for (let index = from; index < to; index += 1) {
        const member = rooms.member(index);
        if (member !== sender) this.#sessions[member]?.push(said, payload);
      }
    }
  }
}
