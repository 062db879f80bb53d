/**
 * A chat that keeps its promises: what a mailbox has acknowledged is shown to each recipient once and in order, whatever
 * crashes. Device → gateway → mailbox of the conversation → inboxes, or its log → gateways → devices.
 */
import type { Random } from '../../../engine/random.ts';
import { clockMs } from '../../node/clock.ts';
import { Federation } from '../federation/federation.ts';
import type { Post } from '../kinds/post.ts';
import type { Balance } from './balance.ts';
import { Copies } from './copies.ts';
import { Courier } from './courier.ts';
import { FailOver } from './fail-over.ts';
import { Handset } from './handset.ts';
import { Holdings } from './holdings.ts';
import { Mailboxes } from './mailboxes.ts';
import { Outbox } from './outbox.ts';
import * as KIND from './packets.ts';
import { Receipts } from './receipts.ts';
import { SequencePerGateway, Sequencer } from './sequencer.ts';
import { type ServiceParts, type Shared, share } from './shared.ts';
import { NONE } from './slots.ts';
import { Spread } from './spread.ts';
import { Store } from './store.ts';
import { Wire } from './wire.ts';

export class MessageService implements Pick<Post, 'sendTo' | 'sendToRoom'> {
  readonly #shared: Shared;
  readonly #outbox: Outbox;
  readonly #store: Store;
  readonly #copies: Copies;
  readonly #federation: Federation | undefined;
  readonly #courier: Courier;
  readonly #handset: Handset;
  readonly #receipts: Receipts;
  readonly #failOver: FailOver;
  readonly #random: Random;
  readonly #address: (device: number) => void;

  constructor(parts: ServiceParts) {
    const { context, settings } = parts;
    const { world, name } = context;
    const stream = (purpose: string) => world.streams.stream(`${name}/${purpose}`);
    const shared = share(parts);
    this.#shared = shared;
    this.#random = stream('devices in use');
    this.#address = (device) => shared.balance.send(device);
    const drop = (packet: number) => this.#drop(packet);
    const wire = new Wire(parts, shared, {
      atMailbox: (packet) => this.#atMailbox(packet),
      atDevice: (packet) => this.#atDevice(packet),
      lost: drop,
      copy: (packet) => this.#copy(packet),
    });
    const mailboxes = new Mailboxes(world, shared.domains.mailboxes, shared.packets, {
      done: (packet) => this.#done(packet),
      dropped: (packet) => this.#undone(packet),
      lostDisk: (node) => this.#failOver.lostDisk(node),
    });
    const receipts = new Receipts(shared, parts.receipts, wire, stream('think'));
    const courier = new Courier({ shared, wire, mailboxes, receipts, drop });
    const copies = new Copies(shared, wire, mailboxes, drop);
    const federation =
      parts.federation &&
      new Federation({ shared, settings: parts.federation, traffic: name, wire, mailboxes, drop });
    const spread = new Spread(shared, courier, copies, federation);
    copies.spread = spread;
    const numbering = settings.numbersAtGateways ? new SequencePerGateway() : new Sequencer();
    this.#store = new Store({
      shared,
      wire,
      mailboxes,
      numbering,
      copies,
      spread,
      federation,
      drop,
    });
    copies.store = this.#store;
    this.#failOver = new FailOver({ shared, wire, mailboxes, courier, copies, store: this.#store });
    if (federation !== undefined) {
      federation.connect(spread, this.#store);
      receipts.tell = (packet) => federation.tell(packet);
    }
    this.#federation = federation;
    this.#outbox = new Outbox(shared, wire, this.#store.chain);
    this.#handset = new Handset(shared, wire, receipts, stream('poll'));
    this.#receipts = receipts;
    this.#courier = courier;
    this.#copies = copies;
    shared.sessions.listen({
      connected: (device) => this.#connected(device),
      gone: (device) => courier.lost(device),
    });
  }

  start(): void {
    this.#shared.sessions.start();
    this.#handset.start();
  }

  disconnect(): void {
    this.#shared.sessions.disconnectAll();
  }

  /** Whether the first of a person's devices has a connection now. */
  isThere(person: number): boolean {
    const { crowd, sessions } = this.#shared;
    return sessions.gateway[crowd.firstDevice[person]!] !== NONE;
  }

  /** What has become of all messages, by device. */
  get balance(): Balance {
    return this.#shared.balance;
  }

  /** Which messages it still has, for which devices. */
  holdings(): Holdings {
    return new Holdings(this.#shared, this.#copies, this.#federation);
  }

  /** Things that exist: none of it is left when all is quiet. */
  get open(): { messages: number; packets: number; entries: number } {
    const { feeds, messages, packets } = this.#shared;
    return { messages: messages.open, packets: packets.open, entries: feeds.entries };
  }

  /** Someone says something to one other person. */
  sendTo(sender: number, recipient: number, bytes: number, note: number = NONE): void {
    this.#send(sender, this.#shared.conversations.between(sender, recipient), bytes, note);
  }

  /** Someone says something in a room. */
  sendToRoom(sender: number, room: number, bytes: number, note: number = NONE): void {
    this.#send(sender, room, bytes, note);
  }

  #send(person: number, conversation: number, bytes: number, note: number): void {
    const { carried, ledger, messages, meters, sessions, settings, world } = this.#shared;
    const { nowMs } = world.simulator;
    const device = this.#deviceFor(person, note);
    sessions.use?.(device);
    const message = messages.make(device, conversation, bytes, nowMs);
    let { ttlMs } = settings;
    if (note !== NONE) {
      messages.setNote(message, note);
      messages.setKind(message, carried!.kindOf(note));
      ttlMs = Math.min(ttlMs, carried!.ttlMs(note));
      carried!.sentAs(note, messages.serial(message), device);
    }
    // The clock of the device writes it on the message.
    const ownMs = clockMs(world, this.#shared.clientsOf(device));
    messages.setExpiresAtMs(message, ownMs + ttlMs);
    messages.setHome(message, this.#homeOf(device, conversation));
    meters.message('sent', device, messages.kind(message), nowMs);
    const serial = messages.serial(message);
    const parent = note === NONE ? NONE : carried!.parentOf(note);
    ledger.sent(serial, person, device, conversation, nowMs, parent, nowMs + ttlMs);
    this.#eachDevice(device, conversation, this.#address);
    this.#outbox.add(message);
  }

  /** Who refers to a message does so on the device that he wrote it on, or saw it on: the first. */
  #deviceFor(person: number, note: number): number {
    const { carried, crowd } = this.#shared;
    if (note === NONE) return this.#deviceOf(person);
    const own = carried!.deviceOf(note);
    if (own !== NONE) return own;
    const isReply = carried!.parentOf(note) !== NONE;
    return isReply ? crowd.firstDevice[person]! : this.#deviceOf(person);
  }

  /** What is in no log may be put in order by its sender’s mailbox instead of the conversation’s. */
  #homeOf(device: number, conversation: number): number {
    const { conversations, crowd, homes, logs, settings } = this.#shared;
    const own = homes.inbox[crowd.person[device]!]!;
    const home = conversations.home[conversation]!;
    const isOrdered = settings.orders || logs.of(conversation) !== NONE;
    // A device talks to servers of its own domain only.
    return isOrdered && this.#federation?.isAbroad(own, home) !== true ? home : own;
  }

  /** People write on any of their devices, equally likely. */
  #deviceOf(person: number): number {
    const { crowd } = this.#shared;
    const own = crowd.devicesOf(person);
    return crowd.firstDevice[person]! + (own === 1 ? 0 : this.#random.below(own));
  }

  /** A message is for each device of each member but the one that it is from. */
  #eachDevice(author: number, conversation: number, act: (device: number) => void): void {
    const { conversations, crowd } = this.#shared;
    const { first, members } = conversations;
    const { firstDevice } = crowd;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      for (let device = firstDevice[member]!; device < firstDevice[member + 1]!; device += 1) {
        if (device !== author) act(device);
      }
    }
  }

  #connected(device: number): void {
    this.#outbox.connected(device);
    // Who is connected from the beginning has missed nothing.
    if (this.#shared.world.simulator.nowMs > 0) this.#handset.connected(device);
  }

  #atMailbox(packet: number): void {
    const kind = this.#shared.packets.kind(packet);
    if (this.#isStray(packet, kind)) this.#drop(packet);
    else if (kind === KIND.SEND) this.#store.receive(packet);
    else if (kind === KIND.GOT) this.#courier.got(packet);
    else if (kind === KIND.SYNC) this.#courier.asked(packet);
    else if (kind === KIND.COPY) this.#copies.receive(packet);
    else if (kind === KIND.COPIED) this.#copies.settle(packet);
    else if (kind === KIND.RESTORE) this.#failOver.receive(packet);
    else if (kind === KIND.PARCEL) this.#federation!.receive(packet);
    else if (kind === KIND.PARCELED) this.#federation!.answered(packet);
    else {
      this.#receipts.wasRead(packet);
      this.#drop(packet);
    }
  }

  #atDevice(packet: number): void {
    const kind = this.#shared.packets.kind(packet);
    if (kind === KIND.DELIVER) this.#handset.deliver(packet);
    else if (kind === KIND.ACK) this.#acknowledged(packet);
    else if (kind === KIND.REFUSE) this.#refused(packet);
    else if (kind === KIND.HINT) this.#handset.hinted(packet);
    else if (kind === KIND.BOUNCE) this.#bounced(packet);
    else this.#receipts.arrive(packet);
    this.#drop(packet);
  }

  #acknowledged(packet: number): void {
    const { ledger, messages, meters, packets, world } = this.#shared;
    const message = packets.item(packet);
    if (!this.#outbox.settle(message)) return;
    meters.record('ack', messages.device(message), messages.sentAtMs(message));
    ledger.acked(messages.serial(message), world.simulator.nowMs);
  }

  #refused(packet: number): void {
    const { balance, carried, ledger, messages, meters, packets, world } = this.#shared;
    const message = packets.item(packet);
    if (!this.#outbox.settle(message)) return;
    // The packet holds it still.
    const note = messages.note(message);
    if (note !== NONE) carried!.told(note);
    const author = messages.device(message);
    meters.count('refused', author);
    this.#eachDevice(author, messages.conversation(message), (device) => balance.refuse(device));
    ledger.rejected(messages.serial(message), world.simulator.nowMs);
  }

  #bounced(packet: number): void {
    const { messages, meters, packets } = this.#shared;
    meters.countAbroad('told', messages.device(packets.item(packet)));
  }

  /** A mailbox has done what a packet wanted. */
  #done(packet: number): void {
    const kind = this.#shared.packets.kind(packet);
    if (kind === KIND.SEND) this.#store.written(packet);
    else if (kind === KIND.COPY) this.#copies.written(packet);
    else if (kind === KIND.RESTORE) this.#restored(packet);
    else if (kind === KIND.PARCEL) this.#federation!.written(packet);
    else this.#courier.answer(packet);
  }

  #restored(packet: number): void {
    this.#failOver.written(packet);
    this.#drop(packet);
  }

  /** Another mailbox has taken over while it was on its way. */
  #isStray(packet: number, kind: number): boolean {
    const { feeds, messages, packets, shards, subscriptions } = this.#shared;
    if (shards.replicas === 1) return false;
    const item = packets.item(packet);
    const isOfDevice = kind === KIND.GOT || kind === KIND.SYNC;
    if (kind !== KIND.SEND && !isOfDevice) return false;
    const shard = isOfDevice ? feeds.home(subscriptions.feed(item)) : messages.home(item);
    return !shards.isServed(shard) || packets.mailbox(packet) !== shards.leader(shard);
  }

  #undone(packet: number): void {
    const kind = this.#shared.packets.kind(packet);
    if (kind === KIND.SEND) this.#store.dropped(packet);
    else if (kind === KIND.COPY) this.#copies.dropped(packet);
    else if (kind === KIND.PARCEL) this.#federation!.dropped(packet);
    else this.#drop(packet);
  }

  /** A packet arrives twice: the second one holds what it is about, too. */
  #copy(packet: number): number {
    const { feeds, messages, packets } = this.#shared;
    const kind = packets.kind(packet);
    const item = packets.item(packet);
    if (kind === KIND.DELIVER) {
      if (packets.first(packet) !== NONE) feeds.pin(packets.first(packet));
    } else if (kind === KIND.COPY || kind === KIND.COPIED) this.#copies.hold(item);
    else if (kind === KIND.PARCEL || kind === KIND.PARCELED) this.#federation!.hold(item);
    else if (KIND.isAboutMessage(kind)) messages.hold(item);
    return packets.copy(packet);
  }

  /** A packet ends, and lets go of what it is about. */
  #drop(packet: number): void {
    const { feeds, messages, packets } = this.#shared;
    const kind = packets.kind(packet);
    const item = packets.item(packet);
    if (kind === KIND.DELIVER) {
      if (packets.first(packet) !== NONE) feeds.unpin(packets.first(packet));
    } else if (kind === KIND.COPY || kind === KIND.COPIED) this.#copies.letGo(item);
    else if (kind === KIND.PARCEL || kind === KIND.PARCELED) this.#federation!.letGo(item);
    else if (KIND.isAboutMessage(kind)) messages.letGo(item);
    packets.release(packet);
  }
}
