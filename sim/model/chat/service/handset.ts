/** The device’s side of feeds: shows what comes in order, asks for what is missing, and says what it has. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { clockMs } from '../../node/clock.ts';
import { GOT, SYNC } from './packets.ts';
import type { Receipts } from './receipts.ts';
import { Highest } from './sequencer.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import { Timeouts } from './timeouts.ts';
import type { Wire } from './wire.ts';

const NOTHING = 0;

export class Handset {
  readonly #shared: Shared;
  readonly #wire: Wire;
  readonly #receipts: Receipts;
  readonly #timeouts: Timeouts;
  /** By device: when it was connected last, ms. */
  readonly #sinceMs: Float64Array;
  readonly #random: Random;
  readonly #poll: HandlerId | undefined;
  #questions = NOTHING;
  /** Set where devices believe in numbers that are given wrongly. */
  readonly #highest: Highest | undefined;

  constructor(shared: Shared, wire: Wire, receipts: Receipts, random: Random) {
    const { simulator } = shared.world;
    this.#shared = shared;
    this.#wire = wire;
    this.#receipts = receipts;
    this.#random = random;
    if (shared.settings.numbersAtGateways) this.#highest = new Highest();
    this.#sinceMs = new Float64Array(shared.crowd.devices);
    const { resendMs, fanOut } = shared.settings;
    this.#timeouts = new Timeouts(simulator, 'question without an answer', resendMs, {
      isOver: (subscription, stamp) => shared.subscriptions.asking(subscription) !== stamp,
      due: (subscription, _, tries) => this.#askAgain(subscription, tries + 1),
    });
    if (fanOut.pollMs === undefined) return;
    this.#poll = simulator.handler((device) => this.#askLogs(device), 'device asks for news');
  }

  /** Devices that ask again and again begin at times spread over one interval. */
  start(): void {
    const { crowd, settings, world } = this.#shared;
    if (this.#poll === undefined) return;
    for (let device = 0; device < crowd.devices; device += 1) {
      world.simulator.after(this.#random.uniform() * settings.fanOut.pollMs!, this.#poll, device);
    }
  }

  /** Entries have come, or the answer that there are none. */
  deliver(packet: number): void {
    const { packets, subscriptions } = this.#shared;
    const subscription = packets.item(packet);
    const upTo = packets.upTo(packet);
    const have = subscriptions.have(subscription);
    if (packets.after(packet) > have) this.#miss(subscription, upTo);
    else {
      if (upTo > have) this.#show(subscription, packets.first(packet), upTo);
      else if (packets.first(packet) !== NONE) this.#repeated(subscription);
      if (packets.first(packet) !== NONE) this.#confirm(subscription);
      this.#answered(subscription);
    }
  }

  /** There is something new in a log. */
  hinted(packet: number): void {
    const { packets, subscriptions } = this.#shared;
    const subscription = packets.item(packet);
    const upTo = packets.upTo(packet);
    if (upTo > subscriptions.heard(subscription)) subscriptions.setHeard(subscription, upTo);
    if (upTo > subscriptions.have(subscription)) this.#ask(subscription);
  }

  connected(device: number): void {
    const { subscriptions, world } = this.#shared;
    this.#sinceMs[device] = world.simulator.nowMs;
    let subscription = subscriptions.firstOf(device);
    for (; subscription !== NONE; subscription = subscriptions.nextOfDevice(subscription)) {
      subscriptions.setAsking(subscription, NOTHING);
      subscriptions.setIsBehind(subscription, 1);
      this.#ask(subscription);
    }
  }

  #show(subscription: number, first: number, upTo: number): void {
    const { feeds, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    const have = subscriptions.have(subscription);
    for (
      let entry = first;
      entry !== NONE && feeds.number(entry) <= upTo;
      entry = feeds.next(entry)
    ) {
      if (feeds.number(entry) > have) this.#showEntry(entry, device);
    }
    subscriptions.setHave(subscription, upTo);
  }

  #showEntry(entry: number, device: number): void {
    const { balance, feeds, ledger, messages, meters, world } = this.#shared;
    const message = feeds.message(entry);
    if (messages.device(message) === device || feeds.isExpired(entry) === 1) return;
    const { nowMs } = world.simulator;
    const sentAtMs = messages.sentAtMs(message);
    const serial = messages.serial(message);
    const kind = messages.kind(message);
    meters.keep(device, -1);
    if (messages.expiresAtMs(message) <= this.#clockMs(device)) {
      balance.expire(device);
      meters.count('expired', device);
      meters.message('undelivered', device, kind, sentAtMs);
      ledger.expired(serial, device, nowMs);
      return;
    }
    balance.show(device);
    if (
      this.#highest?.isNew(device, messages.conversation(message), messages.sequence(message)) ===
      false
    ) {
      return;
    }
    meters.message('shown', device, kind, sentAtMs, messages.device(message));
    ledger.shown(serial, device, nowMs);
    this.#receipts.shown(message, device);
    const note = messages.note(message);
    if (note !== NONE) this.#tell(note, device);
  }

  /** What the device takes for the time, to be safe: its clock may be slow. */
  #clockMs(device: number): number {
    const { clientsOf, settings, world } = this.#shared;
    return clockMs(world, clientsOf(device)) + settings.clockErrorMs;
  }

  /** Media are fetched on the first of a person’s devices. */
  #tell(note: number, device: number): void {
    const { carried, crowd } = this.#shared;
    const person = crowd.person[device]!;
    if (crowd.firstDevice[person] === device) carried!.shown(note, person);
  }

  #repeated(subscription: number): void {
    const { meters, subscriptions } = this.#shared;
    meters.count('duplicate', subscriptions.device(subscription));
  }

  /** Something before it has not come. */
  #miss(subscription: number, upTo: number): void {
    const { meters, subscriptions } = this.#shared;
    meters.count('gap', subscriptions.device(subscription));
    if (upTo > subscriptions.heard(subscription)) subscriptions.setHeard(subscription, upTo);
    this.#ask(subscription);
  }

  #confirm(subscription: number): void {
    this.#wire.up(this.#packet(GOT, subscription));
  }

  #packet(kind: number, subscription: number): number {
    const { feeds, packets, settings, shards, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    const home = shards.leader(feeds.home(subscriptions.feed(subscription)));
    const packet = packets.make(kind, subscription, device, home, settings.controlBytes);
    packets.setUpTo(packet, subscriptions.have(subscription));
    return packet;
  }

  #ask(subscription: number): void {
    if (this.#shared.subscriptions.asking(subscription) === NOTHING)
      this.#question(subscription, 0);
  }

  #question(subscription: number, tries: number): void {
    const { meters, subscriptions } = this.#shared;
    this.#questions = (this.#questions % 0x3fff_ffff) + 1;
    subscriptions.setAsking(subscription, this.#questions);
    this.#timeouts.add(subscription, this.#questions, tries);
    meters.count('sync', subscriptions.device(subscription));
    this.#wire.up(this.#packet(SYNC, subscription));
  }

  #askAgain(subscription: number, tries: number): void {
    const { sessions, subscriptions } = this.#shared;
    const isConnected = sessions.gateway[subscriptions.device(subscription)] !== NONE;
    if (isConnected) this.#question(subscription, tries);
    else subscriptions.setAsking(subscription, NOTHING);
  }

  /** The mailbox has answered; in a log there may be more. */
  #answered(subscription: number): void {
    const { feeds, meters, subscriptions } = this.#shared;
    const feed = subscriptions.feed(subscription);
    const have = subscriptions.have(subscription);
    if (subscriptions.asking(subscription) !== NOTHING) this.#hasSynced(subscription, feed, have);
    subscriptions.setAsking(subscription, NOTHING);
    if (subscriptions.isBehind(subscription) === 1 && have >= feeds.last(feed)) {
      const device = subscriptions.device(subscription);
      subscriptions.setIsBehind(subscription, 0);
      meters.record('lag', device, this.#sinceMs[device]!);
    }
    if (this.#shared.logs.isLog(feed) && subscriptions.heard(subscription) > have)
      this.#ask(subscription);
  }

  #hasSynced(subscription: number, feed: number, have: number): void {
    const { ledger, logs, subscriptions } = this.#shared;
    const conversation = logs.isLog(feed) ? logs.conversationOf(feed) : NONE;
    ledger.cursor(subscriptions.device(subscription), conversation, have);
  }

  #askLogs(device: number): void {
    const { sessions, settings, subscriptions, world } = this.#shared;
    world.simulator.after(settings.fanOut.pollMs!, this.#poll!, device);
    if (sessions.gateway[device] === NONE) return;
    let subscription = subscriptions.firstOf(device);
    for (; subscription !== NONE; subscription = subscriptions.nextOfDevice(subscription)) {
      if (this.#shared.logs.isLog(subscriptions.feed(subscription))) this.#ask(subscription);
    }
  }
}
