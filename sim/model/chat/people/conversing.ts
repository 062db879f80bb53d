/**
 * Conversations: a message may be answered by one of those who see it, and its sender may add another one. Who talks is busy
 * for a while and then silent. It stands between what people say and whoever carries it, and knows of each message whom it
 * waits for.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { World } from '../../node/world.ts';
import type { Carried, Holder, Post } from '../kinds/post.ts';
import type { Rooms } from '../rooms.ts';
import { TurnNotes } from './turn-notes.ts';

export interface Talkativeness {
  /** Part of the messages that are answered, and of those to which their sender adds one more. */
  readonly replies: number;
  readonly follows: number;
  /** From a message on the screen to the answer, and from a message to the sender's next one, ms. */
  readonly think: Distribution;
  readonly gap: Distribution;
}

interface ConversingParts {
  readonly world: World;
  readonly traffic: string;
  readonly talk: Talkativeness;
  readonly rooms: Rooms;
  /** Who knows more of messages. */
  readonly carried: Carried | undefined;
  /** Whether somebody is in a room. */
  isIn(person: number, room: number): boolean;
  /** Says what follows: to one person, or in a room; the other one is -1. */
  say(sender: number, recipient: number, room: number): void;
}

const NONE = -1;
/** Draws for each member before anybody is taken, who may have left. */
const TRIES = 8;
const TEXTS: readonly string[] = ['text'];

export class Conversing implements Post, Carried {
  readonly kinds: readonly string[];
  readonly #parts: ConversingParts;
  readonly #notes = new TurnNotes();
  readonly #random: Random;
  readonly #say: HandlerId;
  #post!: Post;
  /** What the next message answers, while it is being said. */
  #parent = NONE;

  constructor(parts: ConversingParts) {
    const { world, traffic, carried } = parts;
    this.#parts = parts;
    this.kinds = carried?.kinds ?? TEXTS;
    this.#random = world.streams.stream(`${traffic}/conversations`);
    this.#say = world.simulator.handler((turn) => this.#goOn(turn), 'conversation goes on');
  }

  connect(post: Post): void {
    this.#post = post;
  }

  sendTo(sender: number, recipient: number, bytes: number, note: number): void {
    const noted = this.#noted(sender, recipient, NONE, note);
    this.#notes.bytes[noted] = bytes;
    this.#post.sendTo(sender, recipient, bytes, noted);
  }

  sendToRoom(sender: number, room: number, bytes: number, note: number): void {
    const noted = this.#noted(sender, NONE, room, note);
    this.#notes.bytes[noted] = bytes;
    this.#post.sendToRoom(sender, room, bytes, noted);
  }

  /** Nobody answers what servers say. */
  tell(person: number, bytes: number, note: number): void {
    this.#post.tell(person, bytes, this.#wrapped(NONE, person, NONE, note));
  }

  tellRoom(room: number, bytes: number, note: number): void {
    this.#post.tellRoom(room, bytes, this.#wrapped(NONE, NONE, room, note));
  }

  kindOf(note: number): number {
    const inner = this.#notes.inner[note]!;
    return inner === NONE ? 0 : this.#parts.carried!.kindOf(inner);
  }

  parentOf(note: number): number {
    const { inner, parent } = this.#notes;
    if (inner[note] === NONE || parent[note] !== NONE) return parent[note]!;
    return this.#parts.carried!.parentOf(inner[note]!);
  }

  isKept(note: number): boolean {
    const inner = this.#notes.inner[note]!;
    return inner === NONE || this.#parts.carried!.isKept(inner);
  }

  ttlMs(note: number): number {
    const inner = this.#notes.inner[note]!;
    return inner === NONE ? Number.POSITIVE_INFINITY : this.#parts.carried!.ttlMs(inner);
  }

  isSaid(note: number): boolean {
    const inner = this.#notes.inner[note]!;
    return inner === NONE || this.#parts.carried!.isSaid(inner);
  }

  sentAs(note: number, serial: number, device: number): void {
    const inner = this.#notes.inner[note]!;
    this.#notes.serial[note] = serial;
    if (inner !== NONE) this.#parts.carried!.sentAs(inner, serial, device);
  }

  /** Nobody minds on which device an answer is written, but it is one that has seen what it answers. */
  deviceOf(note: number): number {
    const inner = this.#notes.inner[note]!;
    return inner === NONE ? NONE : this.#parts.carried!.deviceOf(inner);
  }

  upBytes(note: number): number {
    const inner = this.#notes.inner[note]!;
    return inner === NONE ? this.#notes.bytes[note]! : this.#parts.carried!.upBytes(inner);
  }

  isForEach(note: number): boolean {
    const inner = this.#notes.inner[note]!;
    return inner !== NONE && this.#parts.carried!.isForEach(inner);
  }

  holds(note: number, job: number, holder: Holder): boolean {
    const inner = this.#notes.inner[note]!;
    return inner !== NONE && this.#parts.carried!.holds(inner, job, holder);
  }

  told(note: number): void {
    const inner = this.#notes.inner[note]!;
    if (inner !== NONE) this.#parts.carried!.told(inner);
  }

  shown(note: number, person: number): void {
    const { inner, replier, sender, room, serial } = this.#notes;
    if (inner[note] !== NONE) this.#parts.carried!.shown(inner[note]!, person);
    if (replier[note] !== person) return;
    replier[note] = NONE;
    const to = room[note]! < 0 ? sender[note]! : NONE;
    this.#later(this.#parts.talk.think, person, to, room[note]!, serial[note]!);
  }

  settled(note: number): void {
    const inner = this.#notes.inner[note]!;
    if (inner !== NONE) this.#parts.carried!.settled(inner);
    this.#notes.release(note);
  }

  /** Draws what will follow. */
  #noted(sender: number, recipient: number, room: number, inner: number): number {
    const { replies, follows, gap } = this.#parts.talk;
    const note = this.#wrapped(sender, recipient, room, inner);
    // Who types, or has read something, is not answered; nor is a server.
    if (!this.isSaid(note) || (room < 0 && recipient < 0)) return note;
    this.#notes.parent[note] = this.#parent;
    if (this.#random.uniform() < replies) {
      this.#notes.replier[note] = room < 0 ? recipient : this.#someoneElse(sender, room);
    }
    if (this.#random.uniform() < follows) this.#later(gap, sender, recipient, room, NONE);
    return note;
  }

  #wrapped(sender: number, recipient: number, room: number, inner: number): number {
    const note = this.#notes.make(sender, recipient, room, NONE);
    this.#notes.inner[note] = inner;
    return note;
  }

  #someoneElse(sender: number, room: number): number {
    const { isIn, rooms } = this.#parts;
    let member = sender;
    for (let tries = TRIES * rooms.size(room); tries > 0 || member === sender; tries -= 1) {
      member = rooms.randomMember(room, this.#random);
      if (member !== sender && isIn(member, room)) break;
    }
    return member;
  }

  #later(after: Distribution, sender: number, to: number, room: number, parent: number): void {
    const turn = this.#notes.make(sender, to, room, parent);
    const delayMs = Math.max(0, after.sample(this.#random));
    this.#parts.world.simulator.after(delayMs, this.#say, turn);
  }

  /** What is said now may be said later, when a picture has been uploaded: then it answers nothing that is known. */
  #goOn(turn: number): void {
    const { sender, recipient, room, parent } = this.#notes;
    this.#parent = parent[turn]!;
    const [from, to, where] = [sender[turn]!, recipient[turn]!, room[turn]!];
    this.#notes.release(turn);
    this.#parts.say(from, to, where);
    this.#parent = NONE;
  }
}
