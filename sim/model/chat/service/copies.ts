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
  #isReplica = new Uint8Array(0);
  #sendings = SETTLED;
  /** By both mailboxes: the newest copy and which use of its slot it is, by its first sending. */
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
    this.#newest = new Int32Array(this.#nodes * this.#nodes).fill(NONE);
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
      if (isOut && !this.#chain.isDone(copy)) tell(this.#message[copy]!, this.#to[copy]!);
    }
  }

  /** Has the next mailboxes after its own write a message down, too. */
  replicate(message: number, times: number): void {
    const home = this.#shared.messages.home(message);
    const group = this.#shared.domains.beside(home);
    const own = group.indexOf(home);
    for (let next = 1; next <= Math.min(times, group.length - 1); next += 1) {
      this.send(message, home, group[(own + next) % group.length]!, true);
    }
  }

  /** @param from the home. @param to a mailbox with inboxes of members, or one that keeps a replica. */
  send(message: number, from: number, to: number, isReplica = false): void {
    const copy = this.#slots.take();
    if (copy >= this.#message.length) this.#grow();
    this.#message[copy] = message;
    this.#from[copy] = from;
    this.#to[copy] = to;
    this.#isReplica[copy] = isReplica ? 1 : 0;
    this.#holders[copy] = 1;
    this.#shared.messages.hold(message);
    const pipe = from * this.#nodes + to;
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
    const [from, to] = [this.#from[copy]!, this.#to[copy]!];
    const bytes = messages.bytes(this.#message[copy]!);
    this.#wire.between(packets.make(COPY, copy, from, to, bytes), from, to);
  }

  /** A mailbox that is down has its copies on disk, and goes on when it is back. */
  #again(copy: number, stamp: number, tries: number): void {
    if (this.#shared.world.exchange.up[this.#from[copy]!] === 1) this.#dispatch(copy, tries);
    else this.#timeouts.add(copy, stamp, 0);
  }

  receive(packet: number): void {
    const copy = this.#shared.packets.item(packet);
    const arrival = this.#chain.arrive(copy, packet, this.#mailboxes.epochOf(packet));
    if (arrival === 'new') return;
    if (arrival === 'known') this.#answer(copy);
    this.#drop(packet);
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
      if (this.#isReplica[copy] === 1) this.store.replicated(this.#message[copy]!);
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
    const pipe = this.#from[copy]! * this.#nodes + this.#to[copy]!;
    if (this.#newest[pipe] === copy) this.#newest[pipe] = NONE;
    this.#slots.release(copy);
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
    if (this.#isReplica[copy] === 0) this.spread.fill(message, to);
    this.#answer(copy);
  }

  #answer(copy: number): void {
    const { packets, settings } = this.#shared;
    this.#holders[copy]! += 1;
    const [from, to] = [this.#to[copy]!, this.#from[copy]!];
    this.#wire.between(packets.make(COPIED, copy, from, to, settings.controlBytes), from, to);
  }

  #grow(): void {
    const { capacity } = this.#slots;
    this.#message = grown(this.#message, capacity);
    this.#from = grown(this.#from, capacity);
    this.#to = grown(this.#to, capacity);
    this.#isReplica = grown(this.#isReplica, capacity);
    this.#sending = grown(this.#sending, capacity);
    this.#holders = grown(this.#holders, capacity);
  }
}
