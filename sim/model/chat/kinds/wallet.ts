/** A node that gives out parts of red packets: claims of one packet wait for each other, first come, first served. */
import type { Random } from '../../../engine/random.ts';
import { Station } from '../../../engine/station.ts';
import { count, duration } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { type Node, type NodeContext, nodeKind } from '../../node/node.ts';

/** Who has claims at a wallet. */
export interface Claimer {
  answered(claim: number, isWon: boolean): void;
  /** The wallet crashed first. */
  dropped(claim: number): void;
}

const NOBODY = -1;

export class Wallet implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly #world: NodeContext['world'];
  readonly #service: Distribution;
  readonly #random: Random;
  readonly #station: Station;
  readonly #owners: Claimer[] = [];
  readonly #wait: number;
  /** By packet: parts that nobody has; whether a claim is worked on; who waits, in order. */
  readonly #left: number[] = [];
  readonly #isLocked: number[] = [];
  readonly #firstWaiting: number[] = [];
  readonly #lastWaiting: number[] = [];
  /** By job: its packet, its owner and the owner's number for it, when it came, and who waits behind it. */
  readonly #packet: number[] = [];
  readonly #owner: number[] = [];
  readonly #claim: number[] = [];
  readonly #cameMs: number[] = [];
  readonly #next: number[] = [];
  readonly #free: number[] = [];

  constructor(context: NodeContext, workers: number, service: Distribution) {
    const { world, name, group, place, id } = context;
    this.name = name;
    this.group = group;
    this.place = place;
    this.id = id;
    this.detail = `${workers} workers`;
    this.#world = world;
    this.#service = service;
    this.#random = world.streams.stream(`${name}/service`);
    this.#wait = world.recorder.histogram('claim_wait', {
      node: group,
      place: world.places[place]!.name,
    });
    const done = (job: number) => this.#done(job);
    this.#station = new Station(world.simulator, { servers: workers }, done);
  }

  connect(): void {}

  /** @returns the number under which the owner claims. */
  serve(owner: Claimer): number {
    return this.#owners.push(owner) - 1;
  }

  /** @returns the packet's number here. */
  open(parts: number): number {
    this.#isLocked.push(0);
    this.#firstWaiting.push(NOBODY);
    this.#lastWaiting.push(NOBODY);
    return this.#left.push(parts) - 1;
  }

  /** Parts of a packet that nobody has. */
  left(packet: number): number {
    return this.#left[packet]!;
  }

  claim(owner: number, packet: number, claim: number): void {
    const job = this.#free.pop() ?? this.#packet.length;
    this.#packet[job] = packet;
    this.#owner[job] = owner;
    this.#claim[job] = claim;
    this.#cameMs[job] = this.#world.simulator.nowMs;
    this.#next[job] = NOBODY;
    if (this.#isLocked[packet] === 0) {
      this.#begin(job);
      return;
    }
    const last = this.#lastWaiting[packet]!;
    if (last === NOBODY) this.#firstWaiting[packet] = job;
    else this.#next[last] = job;
    this.#lastWaiting[packet] = job;
  }

  #begin(job: number): void {
    const { exchange, recorder, simulator } = this.#world;
    const { nowMs } = simulator;
    this.#isLocked[this.#packet[job]!] = 1;
    recorder.record(this.#wait, nowMs - this.#cameMs[job]!, this.#cameMs[job]!);
    const slowdown = exchange.troubles.slowdown[this.id]!;
    this.#station.submit(job, this.#service.sample(this.#random) * slowdown);
  }

  #done(job: number): void {
    const packet = this.#packet[job]!;
    const isWon = this.#left[packet]! > 0;
    if (isWon) this.#left[packet]! -= 1;
    const next = this.#firstWaiting[packet]!;
    if (next === NOBODY) this.#isLocked[packet] = 0;
    else {
      this.#firstWaiting[packet] = this.#next[next]!;
      if (this.#next[next] === NOBODY) this.#lastWaiting[packet] = NOBODY;
      this.#begin(next);
    }
    this.#free.push(job);
    this.#owners[this.#owner[job]!]!.answered(this.#claim[job]!, isWon);
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a wallet takes claims`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a wallet asks nobody`);
  }

  /** What was given out is written down; who is worked on or waits gets nothing. */
  crash(): void {
    const drop = (job: number) => {
      this.#free.push(job);
      this.#owners[this.#owner[job]!]!.dropped(this.#claim[job]!);
    };
    const lost: number[] = [];
    this.#station.clear((job) => lost.push(job));
    for (const [packet, first] of this.#firstWaiting.entries()) {
      for (let job = first; job !== NOBODY; job = this.#next[job]!) lost.push(job);
      this.#isLocked[packet] = 0;
      this.#firstWaiting[packet] = NOBODY;
      this.#lastWaiting[packet] = NOBODY;
    }
    for (const job of lost) drop(job);
  }
}

export const wallet = nodeKind({
  name: 'wallet',
  summary: 'gives out the parts of red packets, one claim of a packet after the other',
  source:
    'a row that is locked while a part is taken: a station for each packet; times are assumptions',
  serves: ['claims'],
  params: {
    workers: count({ min: 1 })
      .prefault(64)
      .describe('claims worked on at the same time, of different packets'),
    service: varying(duration, '2ms').describe('how long one claim locks its packet'),
  },
  make: ({ workers, service }, context) => new Wallet(context, workers, service.make()),
});
