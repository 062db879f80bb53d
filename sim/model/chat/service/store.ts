/** Where messages of devices are kept: each once, in the order of its sender, with a number in its conversation. */
import type { Federation } from '../federation/federation.ts';
import { POST } from '../federation/letters.ts';
import type { Holder } from '../kinds/post.ts';
import { Chain } from './chain.ts';
import { CommitLog, ofCopy } from './commit-log.ts';
import type { Copies } from './copies.ts';
import type { Mailboxes } from './mailboxes.ts';
import { ACK, type Packets, REFUSE } from './packets.ts';
import { RateLimit } from './rate-limit.ts';
import type { Numbering } from './sequencer.ts';
import type { Shared } from './shared.ts';
import { NONE } from './slots.ts';
import type { Spread } from './spread.ts';
import type { Wire } from './wire.ts';

/** Instead of a number. */
const REFUSED = -1;

interface StoreParts {
  readonly shared: Shared;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  readonly numbering: Numbering;
  readonly copies: Copies;
  readonly spread: Spread;
  readonly federation?: Federation | undefined;
  /** Ends a packet. */
  drop(packet: number): void;
}

export class Store implements Holder {
  readonly tellsOfRefusal = true;
  readonly chain: Chain;
  readonly #parts: StoreParts;
  readonly #packets: Packets;
  /** By message that was held: its packet, and the crashes of its mailbox then. */
  readonly #held: number[] = [];
  readonly #epoch: number[] = [];
  readonly #limit: RateLimit;
  readonly #log: CommitLog;
  /** Then a device may have let go of a message that waits here for one before it, for ever maybe. */
  readonly #isWrong: boolean;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#packets = parts.shared.packets;
    const { messages, settings } = parts.shared;
    this.#limit = new RateLimit(settings.limitPerSecond);
    this.#isWrong = settings.acksFirst || !settings.dedupes;
    const { shards } = parts.shared;
    this.#log = new CommitLog(shards, {
      hold: (item) => (item < 0 ? parts.copies.hold(ofCopy(item)) : messages.hold(item)),
      letGo: (item) => (item < 0 ? parts.copies.letGo(ofCopy(item)) : messages.letGo(item)),
      committed: (item) => (item < 0 ? parts.copies.fill(ofCopy(item)) : this.#promise(item)),
    });
    this.chain = new Chain({
      begin: (message, packet) => this.#begin(message, packet),
      take: (message) => this.#keep(message),
      forget: (packet) => parts.drop(packet),
    });
  }

  /** A message has come to its home. */
  receive(packet: number): void {
    const { shared, mailboxes, drop } = this.#parts;
    const { messages, meters, settings, world } = shared;
    const message = this.#packets.item(packet);
    const epoch = mailboxes.epochOf(packet);
    const conversation = messages.conversation(message);
    if (!settings.dedupes && this.chain.isDone(message)) this.chain.reset(message);
    if (this.chain.isAbsent(message, epoch)) {
      if (this.#limit.admits(conversation, world.simulator.nowMs)) {
        this.chain.arrive(message, packet, epoch);
      } else this.#refuse(message, packet, epoch);
      return;
    }
    meters.count('duplicate', messages.device(message));
    if (this.chain.isDone(message)) this.#repeat(message);
    drop(packet);
  }

  /** The mailbox has done its work for a packet. */
  written(packet: number): void {
    const { mailboxes, drop } = this.#parts;
    this.chain.written(this.#packets.item(packet), mailboxes.epochOf(packet));
    drop(packet);
  }

  dropped(packet: number): void {
    const message = this.#packets.item(packet);
    this.chain.dropped(message);
    if (this.#isWrong) this.#parts.shared.messages.letGo(message);
    this.#parts.drop(packet);
  }

  /** Another mailbox has what a shard has written, too. */
  replicated(shard: number): void {
    this.#log.settle(shard);
  }

  /** A shard has written a copy of a message for its inboxes. @param item of its log. */
  logCopy(shard: number, copy: number, item: number): void {
    this.#log.add(shard, ofCopy(copy), item);
  }

  /** The mailbox of a shard has no more of its log than up to an item; devices send again what they have not heard of. */
  cut(shard: number, last: number): void {
    const { messages, shards } = this.#parts.shared;
    this.#log.cut(shard, last);
    for (let message = 0; message < messages.end; message += 1) {
      if (!messages.isHeld(message) || messages.home(message) !== shard) continue;
      const isGone = messages.written(message) > 0 && shards.logged(message) > last;
      if (isGone && messages.sending(message) !== 0) this.#forget(message);
    }
  }

  #forget(message: number): void {
    const { messages } = this.#parts.shared;
    const { numbering } = this.#parts;
    const sequence = messages.sequence(message);
    if (!messages.isKept(message) && sequence > 0) {
      numbering.takeBack?.(messages.conversation(message), sequence);
    }
    messages.forget(message);
    this.chain.reset(message);
  }

  /** What its device has not heard it hears again. */
  #repeat(message: number): void {
    const { messages } = this.#parts.shared;
    if (messages.sequence(message) === REFUSED) this.#tell(REFUSE, message);
    else if (messages.isKept(message)) this.#tell(ACK, message);
  }

  #refuse(message: number, packet: number, epoch: number): void {
    this.#parts.shared.messages.setSequence(message, REFUSED);
    this.chain.passOver(message, epoch);
    this.#tell(REFUSE, message);
    this.#parts.drop(packet);
  }

  /** Who knows more of messages may hold it first. */
  #begin(message: number, packet: number): void {
    const { shared, mailboxes } = this.#parts;
    const note = shared.messages.note(message);
    if (note !== NONE) {
      this.#held[message] = packet;
      this.#epoch[message] = mailboxes.epochOf(packet);
      if (shared.carried!.holds(note, message, this)) return;
    }
    this.#write(message, packet);
  }

  /** What was held is written, unless its mailbox has crashed meanwhile: its device then sends it again. */
  pass(message: number): void {
    const packet = this.#held[message]!;
    if (this.#isGone(message)) this.dropped(packet);
    else this.#write(message, packet);
  }

  /** What was held takes its turn, and goes nowhere. */
  refuse(message: number): void {
    const packet = this.#held[message]!;
    if (this.#isGone(message)) {
      this.dropped(packet);
      return;
    }
    this.#parts.shared.messages.setSequence(message, REFUSED);
    this.written(packet);
  }

  /** Servers that answer are reached without mailboxes. */
  take(message: number): void {
    this.pass(message);
  }

  #isGone(message: number): boolean {
    const packet = this.#held[message]!;
    return this.#parts.mailboxes.epochOf(packet) !== this.#epoch[message];
  }

  #write(message: number, packet: number): void {
    const { shared, mailboxes, numbering, spread } = this.#parts;
    const { messages, settings } = shared;
    if (this.#isWrong) messages.hold(message);
    if (settings.acksFirst) this.#tell(ACK, message);
    if (settings.numbersAtGateways) {
      const gateway = this.#packets.gateway(packet);
      messages.setSequence(message, numbering.next(messages.conversation(message), gateway));
    }
    mailboxes.write(packet, spread.rowsAtHome(message));
  }

  #keep(message: number): void {
    const { shared, numbering, copies } = this.#parts;
    const { messages, settings, shards } = shared;
    if (messages.sequence(message) === REFUSED) {
      this.#tell(REFUSE, message);
      return;
    }
    if (!settings.numbersAtGateways && !this.#parts.spread.isPosted(message)) {
      messages.setSequence(message, numbering.next(messages.conversation(message), 0));
    }
    const home = messages.home(message);
    const item = shards.log(home);
    shards.setLogged(message, item);
    messages.setWritten(message, 1);
    if (item > 0) copies.replicate(message, home, item);
    this.#log.add(home, message, item);
    if (this.#isWrong) messages.letGo(message);
  }

  /** As many have it as are to have it before anybody hears of it. */
  #promise(message: number): void {
    const { shared, spread } = this.#parts;
    const { messages, shards, trail, world } = shared;
    const mailbox = world.nodes[shards.leader(messages.home(message))]!.name;
    trail?.note(messages.serial(message), `kept as number ${messages.sequence(message)}`, mailbox);
    messages.keep(message);
    if (!shared.settings.acksFirst) this.#tell(ACK, message);
    if (!spread.isPosted(message)) spread.spread(message, messages.home(message));
    else {
      const there = shared.conversations.home[messages.conversation(message)]!;
      this.#parts.federation!.send(message, messages.home(message), there, POST);
    }
  }

  /** Another domain has posted a message, which is written now at the home of its conversation. */
  posted(message: number, home: number): void {
    const { numbering, shared, spread } = this.#parts;
    const { messages } = shared;
    messages.setSequence(message, numbering.next(messages.conversation(message), 0));
    spread.spread(message, home);
  }

  #tell(kind: number, message: number): void {
    const { shared, wire } = this.#parts;
    const { messages, settings, shards } = shared;
    messages.hold(message);
    const device = messages.device(message);
    const home = shards.leader(messages.home(message));
    wire.down(this.#packets.make(kind, message, device, home, settings.controlBytes));
  }
}
