/**
 * Which mailbox serves what another one was made for: a shard has the number of the mailbox that leads it at first. What is
 * written there is a log, of which the others of its members have a beginning.
 * Source: Ongaro & Ousterhout, USENIX ATC 2014, §5: a log that a leader replicates; committed is what a quorum has.
 */
import { grown } from '../../../engine/grown.ts';
import type { Domains } from '../federation/domains.ts';

/** A disk that is not what the others have, not even its beginning. */
const NOTHING = -1;

export class Shards {
  /** Mailboxes that are to have what is written in a shard. */
  readonly replicas: number;
  /** All mailboxes. */
  readonly group: readonly number[];
  readonly #domains: Domains;
  /** How many of them have to, before it is acknowledged. */
  readonly quorum: number;
  readonly #nodes: number;
  readonly #leader: Int32Array;
  /** Shards whose leader does its work, as far as one knows. */
  readonly #served: Uint8Array;
  /** Items in the log of a shard. */
  readonly #end: Int32Array;
  /** By shard and mailbox: up to which item it has the log. */
  readonly #has: Int32Array;
  /** The same, as its leader has heard. */
  readonly #told: Int32Array;
  /** By message: which item of its shard it is; 0: nobody asks. */
  #logged = new Int32Array(0);

  /** @param nodes of the world. */
  constructor(domains: Domains, nodes: number, replicas: number, quorum: number) {
    this.group = domains.mailboxes;
    this.#domains = domains;
    const fewest = Math.min(...this.group.map((one) => domains.beside(one).length));
    this.replicas = Math.min(replicas, fewest);
    this.quorum = Math.min(quorum, fewest);
    this.#nodes = nodes;
    this.#leader = Int32Array.from({ length: nodes }, (_, node) => node);
    this.#served = new Uint8Array(nodes).fill(1);
    this.#end = new Int32Array(nodes);
    this.#has = new Int32Array(nodes * nodes);
    this.#told = new Int32Array(nodes * nodes);
  }

  /** Node id of the mailbox that serves a shard. */
  leader(shard: number): number {
    return this.#leader[shard]!;
  }

  isServed(shard: number): boolean {
    return this.#served[shard] === 1;
  }

  setServed(shard: number, isServed: boolean): void {
    this.#served[shard] = isServed ? 1 : 0;
  }

  /** So many members have all that is committed among them; any one does where nobody waits for others. */
  get voters(): number {
    return this.quorum === 1 ? 1 : this.replicas - this.quorum + 1;
  }

  /** The mailboxes that keep a shard: that of its number, and the next ones of its group. */
  members(shard: number): number[] {
    const group = this.#domains.beside(shard);
    const own = group.indexOf(shard);
    return Array.from({ length: this.replicas }, (_, next) => group[(own + next) % group.length]!);
  }

  /** Shards that a mailbox keeps. */
  of(node: number): number[] {
    return this.group.filter((shard) => this.members(shard).includes(node));
  }

  /** The leader has written one more item. @returns its number; 0 where nobody else is to have it. */
  log(shard: number): number {
    if (this.replicas === 1) return 0;
    this.#end[shard]! += 1;
    const at = shard * this.#nodes + this.leader(shard);
    this.#has[at] = this.#end[shard]!;
    this.#told[at] = this.#end[shard]!;
    return this.#end[shard]!;
  }

  end(shard: number): number {
    return this.#end[shard]!;
  }

  /** A mailbox has the log of a shard up to an item. */
  wrote(shard: number, node: number, item: number): void {
    const at = shard * this.#nodes + node;
    if (this.#has[at] !== NOTHING) this.#has[at] = Math.max(this.#has[at]!, item);
  }

  /** The leader has heard so. */
  told(shard: number, node: number, item: number): void {
    const at = shard * this.#nodes + node;
    if (this.#has[at] !== NOTHING) this.#told[at] = Math.max(this.#told[at]!, item);
  }

  has(shard: number, node: number): number {
    return this.#has[shard * this.#nodes + node]!;
  }

  isEmpty(shard: number, node: number): boolean {
    return this.has(shard, node) === NOTHING;
  }

  /** The last item that as many mailboxes have as are to have it. */
  committed(shard: number): number {
    const items = this.members(shard).map((node) => this.#told[shard * this.#nodes + node]!);
    items.sort((one, other) => other - one);
    return items[this.quorum - 1]!;
  }

  lose(node: number): void {
    for (const shard of this.of(node)) {
      this.#has[shard * this.#nodes + node] = NOTHING;
      this.#told[shard * this.#nodes + node] = NOTHING;
    }
  }

  /** A mailbox has all that its shard has. */
  fill(shard: number, node: number): void {
    this.#has[shard * this.#nodes + node] = this.#end[shard]!;
    this.#told[shard * this.#nodes + node] = this.#end[shard]!;
  }

  /** What others have beyond what the new leader has they throw away. */
  lead(shard: number, node: number): void {
    const last = this.has(shard, node);
    this.#leader[shard] = node;
    this.#told[shard * this.#nodes + node] = last;
    for (const member of this.members(shard)) {
      const at = shard * this.#nodes + member;
      this.#has[at] = Math.min(this.#has[at]!, last);
      this.#told[at] = Math.min(this.#told[at]!, last);
    }
  }

  setLogged(message: number, item: number): void {
    if (item === 0) return;
    if (message >= this.#logged.length) this.#logged = grown(this.#logged, 2 * message + 64);
    this.#logged[message] = item;
  }

  logged(message: number): number {
    return this.replicas === 1 ? 0 : this.#logged[message]!;
  }
}
