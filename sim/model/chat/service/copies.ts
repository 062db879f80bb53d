/**
 * Messages on their way from the home of their conversation to mailboxes with inboxes of members. The home sends a copy again
 * until it is written there; copies between the same two mailboxes take effect in order.
 */
import { grown } from '../../../engine/grown.ts';
import { Chain } from './chain.ts';
import type { Mailboxes } from './mailboxes.ts';
import { COPIED, COPY } from './packets.ts';
import type { Shared } from './shared.ts';
import { NONE, Slots } from './slots.ts';
import type { Spread } from './spread.ts';
import type { Store } from './store.ts';
import { Timeouts } from './timeouts.ts';
import type { Wire } from './wire.ts';

const SETTLED = 0;

export class Copies {
  readonly #shared: Shared;
  readonly #wire: Wire;
  readonly #mailboxes: Mailboxes;
  readonly #drop: (packet: number) => void;
  readonly #timeouts: Timeouts;
  readonly #chain: Chain;
  readonly #slots = new Slots();
  #message = new Int32Array(0);
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  /** Which sending waits for an answer; SETTLED: none does. */
  #sending = new Int32Array(0);
  #holders = new Int32Array(0);
  /** Which item of its shard’s log it is: of the one that sends a replica, or that fills inboxes. */
  #item = new Int32Array(0);
  #isReplica = new Uint8Array(0);
  /** Whether as many have a copy for inboxes as are to have it. */
  #isFilled = new Uint8Array(0);
  #sendings = SETTLED;
  /** By both ends, those of replicas apart: the newest copy. */
  readonly #newest: Int32Array;
  readonly #nodes: number;
  /** Set when they exist. */
  spread!: Spread;
  store!: Store;

  constructor(shared: Shared, wire: Wire, mailboxes: Mailboxes, drop: (packet: number) => void) {
    this.#shared = shared;
    this.#wire = wire;
    this.#mailboxes = mailboxes;
    this.#drop = drop;
    this.#nodes = shared.world.exchange.up.length;
    this.#newest = new Int32Array(2 * this.#nodes * this.#nodes).fill(NONE);
    const { simulator } = shared.world;
    this.#timeouts = new Timeouts(simulator, 'copy without an answer', shared.settings.resendMs, {
      isOver: (copy, stamp) => this.#sending[copy] !== stamp,
      due: (copy, stamp, tries) => this.#again(copy, stamp, tries + 1),
    });
    this.#chain = new Chain({
      begin: (copy, packet) => mailboxes.write(packet, this.#rows(copy)),
      take: (copy) => this.#take(copy),
      forget: (packet) => this.#drop(packet),
    });
  }

  /** Tells of each copy for inboxes that is not known to be there. */
  each(tell: (message: number, mailbox: number) => void): void {
    for (let copy = 0; copy < this.#slots.end; copy += 1) {
      const isOut = this.#holders[copy]! > 0 && this.#sending[copy] !== SETTLED;
      if (isOut && this.#isReplica[copy] === 0 && this.#isFilled[copy] === 0)
        tell(this.#message[copy]!, this.#to[copy]!);
    }
  }

  /** Has the other members of a shard write what it has written. @param item of its log. */
  replicate(message: number, shard: number, item: number): void {
    const { shards } = this.#shared;
    const leader = shards.leader(shard);
    for (const member of shards.members(shard)) {
      if (member !== leader) this.send(message, shard, member, item);
    }
  }

  /**
   * @param from the shard that has it.
   * @param to the shard that has inboxes of members; of a replica the mailbox.
   * @param item of the log of the shard, for a replica; 0: it is for inboxes.
   */
  send(message: number, from: number, to: number, item = 0): void {
    const copy = this.#slots.take();
    if (copy >= this.#message.length) this.#grow();
    this.#message[copy] = message;
    this.#from[copy] = from;
    this.#to[copy] = to;
    this.#isReplica[copy] = item > 0 ? 1 : 0;
    this.#item[copy] = item;
    this.#holders[copy] = 1;
    this.#isFilled[copy] = 0;
    this.#shared.messages.hold(message);
    const pipe = this.#pipeOf(copy);
    this.#chain.add(copy, this.#newest[pipe]!);
    this.#newest[pipe] = copy;
    this.#dispatch(copy, 0);
  }

  #dispatch(copy: number, tries: number): void {
    const { messages, packets } = this.#shared;
    this.#sendings = (this.#sendings % 0x3fff_ffff) + 1;
    this.#sending[copy] = this.#sendings;
    this.#timeouts.add(copy, this.#sendings, tries);
    this.#holders[copy]! += 1;
    const [from, to] = [this.#sender(copy), this.#receiver(copy)];
    const bytes = messages.bytes(this.#message[copy]!);
    const packet = packets.make(COPY, copy, from, to, bytes);
    packets.setEpoch(packet, this.#shared.world.exchange.epoch[from]!);
    this.#wire.between(packet, from, to);
  }

  /** A mailbox that is down has its copies on disk, and goes on when it is back. */
  #again(copy: number, stamp: number, tries: number): void {
    if (this.#shared.world.exchange.up[this.#sender(copy)] === 1) this.#dispatch(copy, tries);
    else this.#timeouts.add(copy, stamp, 0);
  }

  receive(packet: number): void {
    const copy = this.#shared.packets.item(packet);
    if (!this.#isTaken(copy, packet)) {
      this.#drop(packet);
      return;
    }
    const arrival = this.#chain.arrive(copy, packet, this.#mailboxes.epochOf(packet));
    if (arrival === 'new') return;
    if (arrival === 'known' && this.#isAnswered(copy)) this.#answer(copy);
    this.#drop(packet);
  }

  /** Who lacks the beginning of a log takes nothing that follows; who does not lead takes nothing for inboxes. */
  #isTaken(copy: number, packet: number): boolean {
    const { packets, shards, world } = this.#shared;
    const to = this.#to[copy]!;
    if (this.#isReplica[copy] === 0) {
      return shards.isServed(to) && packets.mailbox(packet) === shards.leader(to);
    }
    // What was on its way from a leader that crashed went with the connection.
    const isConnected = packets.epoch(packet) === world.exchange.epoch[packets.device(packet)];
    return isConnected && !shards.isEmpty(this.#from[copy]!, to);
  }

  written(packet: number): void {
    const copy = this.#shared.packets.item(packet);
    this.#chain.written(copy, this.#mailboxes.epochOf(packet));
    this.#drop(packet);
  }

  dropped(packet: number): void {
    this.#chain.dropped(this.#shared.packets.item(packet));
    this.#drop(packet);
  }

  /** The home has heard that a copy is written. */
  settle(packet: number): void {
    const copy = this.#shared.packets.item(packet);
    if (this.#sending[copy] !== SETTLED) {
      this.#sending[copy] = SETTLED;
      if (this.#isReplica[copy] === 1) this.#replicated(copy);
      this.letGo(copy);
    }
    this.#drop(packet);
  }

  /** One more packet is about it. */
  hold(copy: number): void {
    this.#holders[copy]! += 1;
  }

  letGo(copy: number): void {
    this.#holders[copy]! -= 1;
    if (this.#holders[copy]! > 0) return;
    this.#shared.messages.letGo(this.#message[copy]!);
    const pipe = this.#pipeOf(copy);
    if (this.#newest[pipe] === copy) this.#newest[pipe] = NONE;
    this.#slots.release(copy);
  }

  #isAnswered(copy: number): boolean {
    return this.#isReplica[copy] === 1 || this.#isFilled[copy] === 1;
  }

  #rows(copy: number): number {
    if (this.#isReplica[copy] === 1) return 1;
    return this.spread.rowsAt(this.#message[copy]!, this.#to[copy]!);
  }

  #take(copy: number): void {
    const { messages, trail, world } = this.#shared;
    const [message, to] = [this.#message[copy]!, this.#to[copy]!];
    const what = this.#isReplica[copy] === 0 ? 'in inboxes' : 'copied';
    trail?.note(messages.serial(message), what, world.nodes[to]!.name);
    if (this.#isReplica[copy] === 0) this.#log(copy, to);
    else {
      this.#shared.shards.wrote(this.#from[copy]!, to, this.#item[copy]!);
      this.#answer(copy);
    }
  }

  /** What comes into inboxes is written by as many mailboxes as what comes into conversations. */
  #log(copy: number, shard: number): void {
    const item = this.#shared.shards.log(shard);
    this.#item[copy] = item;
    if (item > 0) this.replicate(this.#message[copy]!, shard, item);
    this.store.logCopy(shard, copy, item);
  }

  /** As many mailboxes have it as are to have it. */
  fill(copy: number): void {
    this.#isFilled[copy] = 1;
    this.spread.fill(this.#message[copy]!, this.#to[copy]!, this.#item[copy]!);
    this.#answer(copy);
  }

  #replicated(copy: number): void {
    this.#shared.shards.told(this.#from[copy]!, this.#to[copy]!, this.#item[copy]!);
    this.store.replicated(this.#from[copy]!);
  }

  /** The mailbox of a shard has no more of its log than up to an item. */
  cut(shard: number, last: number): void {
    const { messages } = this.#shared;
    const leader = this.#shared.shards.leader(shard);
    this.#eachOut((copy) => {
      const message = this.#message[copy]!;
      if (this.#isReplica[copy] === 1) {
        const isOver = this.#item[copy]! > last || this.#to[copy] === leader;
        if (this.#from[copy] === shard && isOver) this.#retire(copy);
      } else if (this.#to[copy] === shard && this.#chain.isDone(copy)) {
        // Its home sends it again.
        if (this.#item[copy]! > last) this.#reset(copy);
      } else if (this.#from[copy] === shard && messages.sending(message) === 0) {
        const logged = this.#shared.shards.logged(message);
        if (logged > last) this.#retire(copy);
      }
    });
  }

  /** A mailbox has got all of a shard at once: no single copies any more. */
  caughtUp(shard: number, node: number): void {
    this.#eachOut((copy) => {
      const isOf = this.#from[copy] === shard && this.#to[copy] === node;
      if (isOf && this.#isReplica[copy] === 1) this.#retire(copy);
    });
    this.store.replicated(shard);
  }

  #reset(copy: number): void {
    this.#isFilled[copy] = 0;
    this.#chain.reset(copy);
  }

  #retire(copy: number): void {
    this.#sending[copy] = SETTLED;
    this.#chain.passOver(copy, this.#mailboxes.epochAt(this.#receiver(copy)));
    this.letGo(copy);
  }

  /** Copies that wait for an answer. */
  #eachOut(act: (copy: number) => void): void {
    for (let copy = 0; copy < this.#slots.end; copy += 1) {
      if (this.#holders[copy]! > 0 && this.#sending[copy] !== SETTLED) act(copy);
    }
  }

  /** The mailboxes at both ends, now. */
  #sender(copy: number): number {
    return this.#shared.shards.leader(this.#from[copy]!);
  }

  #receiver(copy: number): number {
    const to = this.#to[copy]!;
    return this.#isReplica[copy] === 1 ? to : this.#shared.shards.leader(to);
  }

  #pipeOf(copy: number): number {
    const ends = this.#from[copy]! * this.#nodes + this.#to[copy]!;
    return ends + this.#isReplica[copy]! * this.#nodes * this.#nodes;
  }

  #answer(copy: number): void {
    const { packets, settings } = this.#shared;
    this.#holders[copy]! += 1;
    const [from, to] = [this.#receiver(copy), this.#sender(copy)];
    this.#wire.between(packets.make(COPIED, copy, from, to, settings.controlBytes), from, to);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.#message = grown(this.#message, capacity);
    this.#from = grown(this.#from, capacity);
    this.#to = grown(this.#to, capacity);
    this.#isReplica = grown(this.#isReplica, capacity);
    this.#sending = grown(this.#sending, capacity);
    this.#item = grown(this.#item, capacity);
    this.#isFilled = grown(this.#isFilled, capacity);
    this.#holders = grown(this.#holders, capacity);
  }
}
