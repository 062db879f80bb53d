/** A server that keeps messages: it writes them down before it says that it has them, and reads them again. */
import type { Random } from '../../engine/random.ts';
import { Station } from '../../engine/station.ts';
import { count, duration } from '../../part/units.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import { type Node, type NodeContext, nodeKind } from '../node/node.ts';

/** What becomes of work that a mailbox was given, told to whoever gave it. */
export interface MailboxWork {
  done(job: number): void;
  /** The mailbox crashed first: nothing was written. */
  dropped(job: number): void;
  /** The disk of a mailbox is gone, with all that was written there; it is about to crash. */
  lostDisk?(node: number): void;
}

interface MailboxSettings {
  readonly workers: number;
  readonly write: Distribution;
  readonly read: Distribution;
  readonly perEntryMs: number;
}

export class Mailbox implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly #settings: MailboxSettings;
  readonly #random: Random;
  readonly #world: NodeContext['world'];
  readonly #station: Station;
  readonly #owners: MailboxWork[] = [];
  readonly #writes: number;
  readonly #reads: number;
  readonly #work: number;

  constructor(context: NodeContext, settings: MailboxSettings) {
    const { world, name, group, place, id } = context;
    this.name = name;
    this.group = group;
    this.place = place;
    this.id = id;
    this.detail = `${settings.workers} workers`;
    this.#settings = settings;
    this.#random = world.streams.stream(`${name}/service`);
    this.#world = world;
    this.#station = new Station(world.simulator, { servers: settings.workers }, (ticket) =>
      this.#ownerOf(ticket).done(this.#jobOf(ticket)),
    );
    const labels = { node: group, place: world.places[place]!.name };
    this.#writes = world.recorder.counter('store_writes', labels);
    this.#reads = world.recorder.counter('store_reads', labels);
    this.#work = world.recorder.counter('store_work', labels);
  }

  connect(): void {}

  /** @returns the number under which the owner submits its jobs. */
  serve(work: MailboxWork): number {
    return this.#owners.push(work) - 1;
  }

  /** @param owner from `serve`. @param entries rows that are written, one after the other. */
  write(owner: number, job: number, entries: number): void {
    this.#world.recorder.add(this.#writes, entries, this.#world.simulator.nowMs);
    this.#submit(owner, job, entries * this.#settings.write.sample(this.#random));
  }

  /** @param entries rows that are found by the one read. */
  read(owner: number, job: number, entries: number): void {
    this.#world.recorder.add(this.#reads, 1, this.#world.simulator.nowMs);
    const { read, perEntryMs } = this.#settings;
    this.#submit(owner, job, read.sample(this.#random) + entries * perEntryMs);
  }

  #submit(owner: number, job: number, serviceMs: number): void {
    const { exchange, recorder, simulator } = this.#world;
    const workMs = serviceMs * exchange.troubles.slowdown[this.id]!;
    recorder.add(this.#work, workMs, simulator.nowMs);
    this.#station.submit(job * this.#owners.length + owner, workMs);
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a mailbox keeps messages`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a mailbox asks nobody`);
  }

  loseDisk(): void {
    for (const owner of this.#owners) owner.lostDisk?.(this.id);
  }

  /** What was written stays; what was being written is gone. */
  crash(): void {
    this.#station.clear((ticket) => this.#ownerOf(ticket).dropped(this.#jobOf(ticket)));
  }

  #ownerOf(ticket: number): MailboxWork {
    return this.#owners[ticket % this.#owners.length]!;
  }

  #jobOf(ticket: number): number {
    return Math.trunc(ticket / this.#owners.length);
  }
}

export const mailbox = nodeKind({
  name: 'mailbox',
  summary: 'keeps the messages of a chat until all devices have them, through crashes',
  source:
    'times of an LSM store on NVMe behind a commit log, as Discord’s ScyllaDB has them, are an assumption',
  serves: ['mailbox'],
  params: {
    workers: count({ min: 1 }).prefault(64).describe('rows written or read at the same time'),
    write: varying(duration, '500us').describe('work on one row that is written'),
    read: varying(duration, '500us').describe('work on one read, beside its rows'),
    'per-entry': duration().prefault('5us').describe('work on each row that a read finds'),
  },
  make: ({ workers, write, read, 'per-entry': perEntryMs }, context) =>
    new Mailbox(context, { workers, write: write.make(), read: read.make(), perEntryMs }),
});
