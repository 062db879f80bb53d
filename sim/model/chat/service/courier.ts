/**
 * The mailbox’s side of feeds: takes entries to devices that are connected, a window of them at a time, and again until
 * they say that they have them; answers those that ask. What a device that is away has not got waits here.
 */
import { clockMs } from '../../node/clock.ts';
import type { Mailboxes } from './mailboxes.ts';
import { DELIVER, HINT } from './packets.ts';
import type { Receipts } from './receipts.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import { Timeouts } from './timeouts.ts';
import type { Wire } from './wire.ts';

interface CourierParts {
  readonly shared: Shared;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  readonly receipts: Receipts;
  /** Ends a packet. */
  drop(packet: number): void;
}

export class Courier {
  readonly #parts: CourierParts;
  readonly #shared: Shared;
  readonly #timeouts: Timeouts;
  readonly #expiries: Timeouts | undefined;

  constructor(parts: CourierParts) {
    const { shared } = parts;
    this.#parts = parts;
    this.#shared = shared;
    const { simulator } = shared.world;
    const { resendMs, ttlMs } = shared.settings;
    this.#timeouts = new Timeouts(simulator, 'delivery without an answer', resendMs, {
      isOver: (subscription) => this.#isIdle(subscription),
      due: (subscription, _, tries) => this.#late(subscription, tries),
    });
    if (ttlMs === Number.POSITIVE_INFINITY) return;
    this.#expiries = new Timeouts(simulator, 'message expires', [ttlMs, ttlMs], {
      isOver: (entry, stamp) =>
        shared.feeds.stamp(entry) !== stamp || shared.feeds.isExpired(entry) === 1,
      due: (entry) => this.#expire(entry),
    });
  }

  /** A message that is written comes into a feed. @param logged item of its shard’s log. */
  append(feed: number, message: number, logged: number): void {
    const { feeds, messages, subscriptions } = this.#shared;
    const readers = subscriptions.sizeOfFeed(feed);
    const entry = feeds.append(feed, message, readers, logged);
    this.#expiries?.add(entry, feeds.stamp(entry));
    const author = messages.device(message);
    const isLog = this.#shared.logs.isLog(feed);
    const from = subscriptions.firstOfFeed(feed);
    for (let subscription = from; subscription < from + readers; subscription += 1) {
      if (subscriptions.firstOpen(subscription) === NONE)
        subscriptions.setFirstOpen(subscription, entry);
      if (subscriptions.firstUnsent(subscription) === NONE)
        subscriptions.setFirstUnsent(subscription, entry);
      if (subscriptions.device(subscription) === author) this.#advance(subscription, 0);
      else this.#keep(subscription, isLog);
    }
    feeds.trim(feed);
  }

  #keep(subscription: number, isLog: boolean): void {
    const { balance, meters, sessions, subscriptions, waker } = this.#shared;
    const device = subscriptions.device(subscription);
    balance.keep(device);
    meters.keep(device, 1);
    if (waker !== undefined && sessions.gateway[device] === NONE) {
      waker.kept(device, this.#mailboxOf(subscription));
    }
    if (isLog) this.#hint(subscription);
    else this.#push(subscription);
  }

  /** Says that there is something in a log. */
  #hint(subscription: number): void {
    const { feeds, packets, sessions, settings, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    const isPolled = settings.fanOut.pollMs !== undefined;
    if (isPolled || sessions.gateway[device] === NONE) return;
    const feed = subscriptions.feed(subscription);
    const home = this.#mailboxOf(subscription);
    const packet = packets.make(HINT, subscription, device, home, settings.controlBytes);
    packets.setUpTo(packet, feeds.last(feed));
    this.#parts.wire.down(packet);
  }

  /** The device has all up to a number. */
  got(packet: number): void {
    const { feeds, packets, subscriptions } = this.#shared;
    const subscription = packets.item(packet);
    const feed = subscriptions.feed(subscription);
    this.#advance(subscription, packets.upTo(packet));
    if (!this.#shared.logs.isLog(feed)) this.#push(subscription);
    feeds.trim(feed);
    this.#parts.drop(packet);
  }

  /** A device asks what comes after a number: that is a read. */
  asked(packet: number): void {
    const { feeds, packets, settings, subscriptions } = this.#shared;
    const news = feeds.last(subscriptions.feed(packets.item(packet))) - packets.upTo(packet);
    this.#parts.mailboxes.read(packet, Math.min(news, settings.batch));
  }

  /** What was read goes to the device that asked. */
  answer(packet: number): void {
    const { feeds, packets, subscriptions } = this.#shared;
    const subscription = packets.item(packet);
    const have = packets.upTo(packet);
    subscriptions.setIsToAsk(subscription, 0);
    this.#advance(subscription, have);
    subscriptions.setSent(subscription, have);
    subscriptions.setFirstUnsent(subscription, subscriptions.firstOpen(subscription));
    if (!this.#push(subscription, true)) this.#sayNothing(subscription, have);
    feeds.trim(subscriptions.feed(subscription));
    this.#parts.drop(packet);
  }

  /** Nothing goes to a device until it has asked over its next connection. */
  lost(device: number): void {
    const { subscriptions } = this.#shared;
    let subscription = subscriptions.firstOf(device);
    for (; subscription !== NONE; subscription = subscriptions.nextOfDevice(subscription)) {
      subscriptions.setIsToAsk(subscription, 1);
    }
  }

  /** @param isAnswer to a question of the device. @returns whether anything was sent. */
  #push(subscription: number, isAnswer = false): boolean {
    const { sessions, settings, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    if (sessions.gateway[device] === NONE || subscriptions.isToAsk(subscription) === 1)
      return false;
    const first = subscriptions.firstUnsent(subscription);
    const underWay = subscriptions.sent(subscription) - subscriptions.cursor(subscription);
    if (first === NONE || underWay >= settings.window) return false;
    return this.#sendFrom(subscription, device, first, isAnswer);
  }

  #sendFrom(subscription: number, device: number, first: number, isAnswer: boolean): boolean {
    const { feeds, messages, packets, settings, subscriptions } = this.#shared;
    const { trail, world } = this.#shared;
    const nowMs = clockMs(world, this.#mailboxOf(subscription));
    let [bytes, entry, upTo] = [0, first, 0];
    for (let count = 0; entry !== NONE && count < settings.batch; count += 1) {
      const message = feeds.message(entry);
      const isOwn = messages.device(message) === device;
      if (!isOwn && messages.expiresAtMs(message) > nowMs) bytes += messages.bytes(message);
      trail?.note(messages.serial(message), `leaves its mailbox for device ${device}`);
      upTo = feeds.number(entry);
      entry = feeds.next(entry);
    }
    if (bytes === 0) return false;
    const home = this.#mailboxOf(subscription);
    const packet = packets.make(DELIVER, subscription, device, home, bytes);
    packets.setFirst(packet, first);
    packets.setAfter(packet, subscriptions.sent(subscription));
    packets.setUpTo(packet, upTo);
    feeds.pin(first);
    subscriptions.setSent(subscription, upTo);
    subscriptions.setFirstUnsent(subscription, entry);
    this.#watch(subscription, 0);
    this.#parts.wire.down(packet, isAnswer);
    return true;
  }

  #sayNothing(subscription: number, have: number): void {
    const { packets, settings, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    const home = this.#mailboxOf(subscription);
    const packet = packets.make(DELIVER, subscription, device, home, settings.controlBytes);
    packets.setFirst(packet, NONE);
    packets.setAfter(packet, have);
    packets.setUpTo(packet, have);
    this.#parts.wire.down(packet, true);
  }

  /** Settles what the device has, and passes over what it need not have. */
  #advance(subscription: number, got: number): void {
    const { feeds, messages, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    if (got > subscriptions.got(subscription)) subscriptions.setGot(subscription, got);
    if (got > subscriptions.sent(subscription)) subscriptions.setSent(subscription, got);
    for (
      let entry = subscriptions.firstOpen(subscription);
      entry !== NONE;
      entry = subscriptions.firstOpen(subscription)
    ) {
      const number = feeds.number(entry);
      const message = feeds.message(entry);
      const isForIt = feeds.isExpired(entry) === 0 && messages.device(message) !== device;
      if (number > got && isForIt) break;
      const next = feeds.next(entry);
      if (subscriptions.firstUnsent(subscription) === entry)
        subscriptions.setFirstUnsent(subscription, next);
      subscriptions.setFirstOpen(subscription, next);
      if (feeds.isExpired(entry) === 0) feeds.setOpen(entry, feeds.open(entry) - 1);
      if (isForIt && this.#isFirst(subscription, number)) {
        this.#parts.receipts.delivered(message, device, this.#mailboxOf(subscription));
      }
      subscriptions.setCursor(subscription, number);
    }
  }

  /** Whether no other device of the person has it. */
  #isFirst(subscription: number, number: number): boolean {
    const { crowd, subscriptions } = this.#shared;
    const device = subscriptions.device(subscription);
    const person = crowd.person[device]!;
    const from = subscription - (device - crowd.firstDevice[person]!);
    const end = from + crowd.devicesOf(person);
    for (let other = from; other < end; other += 1) {
      if (other !== subscription && subscriptions.cursor(other) >= number) return false;
    }
    return true;
  }

  #watch(subscription: number, tries: number): void {
    const { subscriptions } = this.#shared;
    if (subscriptions.isTimed(subscription) === 1 && tries === 0) return;
    subscriptions.setIsTimed(subscription, 1);
    subscriptions.setTimedFrom(subscription, subscriptions.cursor(subscription));
    this.#timeouts.add(subscription, 0, tries);
  }

  #isIdle(subscription: number): boolean {
    const { sessions, subscriptions } = this.#shared;
    const isOut =
      subscriptions.firstOpen(subscription) !== subscriptions.firstUnsent(subscription) &&
      subscriptions.isToAsk(subscription) === 0 &&
      sessions.gateway[subscriptions.device(subscription)] !== NONE;
    if (!isOut) subscriptions.setIsTimed(subscription, 0);
    return !isOut;
  }

  /** The device has not answered for a while. */
  #late(subscription: number, tries: number): void {
    const { subscriptions, world } = this.#shared;
    const hasMoved = subscriptions.cursor(subscription) !== subscriptions.timedFrom(subscription);
    subscriptions.setIsTimed(subscription, 0);
    if (hasMoved) {
      this.#watch(subscription, 0);
      return;
    }
    this.#watch(subscription, tries + 1);
    const isUp = world.exchange.up[this.#mailboxOf(subscription)] === 1;
    if (!isUp) return;
    subscriptions.setSent(subscription, subscriptions.got(subscription));
    subscriptions.setFirstUnsent(subscription, subscriptions.firstOpen(subscription));
    this.#push(subscription);
  }

  /** Its time has passed. */
  #expire(entry: number): void {
    this.#end(entry, (device, message) => this.#miss(device, message));
  }

  /** The mailbox of a shard has no more of its log than up to an item: what came later is gone, for those who have not got it. */
  cut(shard: number, last: number): void {
    const { balance, feeds, meters, shards } = this.#shared;
    for (let feed = 0; feed < feeds.count; feed += 1) {
      if (feeds.home(feed) !== shard) continue;
      for (let entry = feeds.head(feed), next = NONE; entry !== NONE; entry = next) {
        next = feeds.next(entry);
        const logged = shards.replicas === 1 ? 0 : feeds.logged(entry);
        if (logged <= last || feeds.isExpired(entry) === 1) continue;
        this.#end(entry, (device) => {
          balance.lose(device);
          meters.keep(device, -1);
        });
      }
    }
  }

  /** Rows of a shard that are still kept, and the bytes of their messages. */
  rowsOf(shard: number): { rows: number; bytes: number } {
    const { feeds, messages } = this.#shared;
    let [rows, bytes] = [0, 0];
    for (let feed = 0; feed < feeds.count; feed += 1) {
      if (feeds.home(feed) !== shard) continue;
      for (let entry = feeds.head(feed); entry !== NONE; entry = feeds.next(entry)) {
        rows += 1;
        bytes += messages.bytes(feeds.message(entry));
      }
    }
    return { rows, bytes };
  }

  /** Another mailbox serves a shard: it sends again what nobody has confirmed. */
  resume(shard: number): void {
    const { feeds, subscriptions } = this.#shared;
    for (let subscription = 0; subscription < subscriptions.count; subscription += 1) {
      if (feeds.home(subscriptions.feed(subscription)) !== shard) continue;
      subscriptions.setSent(subscription, subscriptions.got(subscription));
      subscriptions.setFirstUnsent(subscription, subscriptions.firstOpen(subscription));
      const feed = subscriptions.feed(subscription);
      if (!this.#shared.logs.isLog(feed)) this.#push(subscription);
      else if (feeds.last(feed) > subscriptions.got(subscription)) this.#hint(subscription);
    }
  }

  /** The mailbox that serves a subscription now. */
  #mailboxOf(subscription: number): number {
    const { feeds, shards, subscriptions } = this.#shared;
    return shards.leader(feeds.home(subscriptions.feed(subscription)));
  }

  /** Who has not got it will not. */
  #end(entry: number, missed: (device: number, message: number) => void): void {
    const { feeds, messages, subscriptions } = this.#shared;
    const feed = feeds.feed(entry);
    const author = messages.device(feeds.message(entry));
    feeds.setIsExpired(entry, 1);
    feeds.setOpen(entry, 0);
    const from = subscriptions.firstOfFeed(feed);
    const end = from + subscriptions.sizeOfFeed(feed);
    for (let subscription = from; subscription < end; subscription += 1) {
      const device = subscriptions.device(subscription);
      const has = subscriptions.have(subscription) >= feeds.number(entry);
      if (!has && device !== author) missed(device, feeds.message(entry));
      this.#advance(subscription, 0);
    }
    feeds.trim(feed);
  }

  #miss(device: number, message: number): void {
    const { balance, ledger, messages, meters, world } = this.#shared;
    balance.expire(device);
    meters.keep(device, -1);
    meters.count('expired', device);
    meters.message('undelivered', device, messages.kind(message), messages.sentAtMs(message));
    ledger.expired(messages.serial(message), device, world.simulator.nowMs);
  }
}
