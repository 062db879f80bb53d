/**
 * People who come to rooms and go: they say so to their gateway, and get what was said last before they see what comes now.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import type { Lane } from '../../node/peer.ts';
import type { History } from './history.ts';
import type { RoomParts } from './room-parts.ts';
import type { RoomServer } from './room-server.ts';
import { type VisitMeters, visitMeters } from './visit-meters.ts';

/** A question for the newest comments (assumption): goim's header and the number of the room. */
const QUESTION_BYTES = 24;
const NOBODY_WAITS = -1;

export class Visits {
  readonly #parts: RoomParts;
  readonly #rooms: RoomServer;
  readonly #history: History;
  readonly #stays: Distribution | undefined;
  readonly #meters: readonly VisitMeters[];
  readonly #lanes: readonly Lane[];
  readonly #random: Random;
  /** By person: when the visit began, ms, or -1 while nobody waits for an answer. */
  readonly #beganMs: Float64Array;
  readonly #atGateway: HandlerId;
  readonly #atServer: HandlerId;
  readonly #back: HandlerId;
  readonly #seen: HandlerId;
  readonly #go: HandlerId;
  readonly #subscribe: number;
  readonly #look: number;
  readonly #give: number;

  /** @param stays how long people stay, ms; undefined: to the end. */
  constructor(
    parts: RoomParts,
    rooms: RoomServer,
    history: History,
    stays: Distribution | undefined,
  ) {
    const { world, traffic, clients, jobs, people } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#rooms = rooms;
    this.#history = history;
    this.#stays = stays;
    this.#meters = visitMeters(world, traffic, clients);
    this.#lanes = clients.map((node) => node.lane(`${traffic}/visits`));
    this.#random = world.streams.stream(`${traffic}/stays`);
    this.#beganMs = new Float64Array(people.count).fill(NOBODY_WAITS);
    this.#atGateway = simulator.handler(
      (person) => this.#work(this.#subscribe, people.gateway[person]!, person, 0),
      'visit begins',
    );
    this.#atServer = simulator.handler(
      (person) => this.#work(this.#look, this.#serverOf(person), person, 0),
      'history is asked for',
    );
    this.#back = simulator.handler((person) => this.#toGateway(person), 'history at a gateway');
    this.#seen = simulator.handler((person) => this.#see(person), 'history is seen');
    this.#go = simulator.handler((person) => this.#leave(person), 'visit ends');
    const dropped = (job: number) => this.#fail(jobs.subject[job]!);
    this.#subscribe = jobs.task({ done: (job) => this.#enter(jobs.subject[job]!), dropped });
    this.#look = jobs.task({ done: (job) => this.#answer(jobs.subject[job]!), dropped });
    this.#give = jobs.task({ done: (job) => this.#send(jobs.subject[job]!), dropped });
  }

  /** Somebody who was there from the beginning goes at some time. */
  here(person: number): void {
    if (this.#stays === undefined) return;
    const stayMs = Math.max(0, this.#stays.sample(this.#random));
    this.#parts.world.simulator.after(stayMs, this.#go, person);
  }

  /** Somebody comes. @returns false for who is there, or about to be. */
  come(person: number): boolean {
    const { world, audience, clients, people } = this.#parts;
    if (audience.isHere(person) || this.#beganMs[person]! >= 0) return false;
    const { nowMs } = world.simulator;
    const place = people.place[person]!;
    this.#beganMs[person] = nowMs;
    world.recorder.add(this.#meters[place]!.visits, 1, nowMs);
    const gateway = people.gateway[person]!;
    const node = clients[place]!;
    const lane = this.#lanes[place]!;
    const upMs = node.upMs(people.device[person]!, QUESTION_BYTES, lane, gateway);
    const wayMs = world.exchange.carry(node.id, gateway, QUESTION_BYTES, nowMs);
    this.#travel(person, upMs + wayMs, this.#atGateway);
    return true;
  }

  #travel(person: number, delayMs: number, handler: HandlerId): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#fail(person);
    else this.#parts.world.simulator.after(delayMs, handler, person);
  }

  #work(task: number, node: number, person: number, deliveries: number): void {
    const { world, jobs } = this.#parts;
    if (world.exchange.up[node] === 0) this.#fail(person);
    else jobs.submit(task, node, person, deliveries);
  }

  /** From now on the gateway has the person among those of the room. */
  #enter(person: number): void {
    const { world, audience, meters, people } = this.#parts;
    const { nowMs } = world.simulator;
    if (!audience.enter(person)) return;
    world.recorder.changeLevel(meters[people.place[person]!]!.watchers, 1, nowMs);
    this.here(person);
    const gateway = people.gateway[person]!;
    const server = this.#serverOf(person);
    if (this.#history.length === 0 || server === gateway) this.#toGateway(person);
    else {
      const wayMs = world.exchange.carry(gateway, server, QUESTION_BYTES, nowMs);
      this.#travel(person, wayMs, this.#atServer);
    }
  }

  /** The room's server has looked up what was said last. */
  #answer(person: number): void {
    const { world, people } = this.#parts;
    const gateway = people.gateway[person]!;
    const bytes = this.#bytesFor(person);
    const { nowMs } = world.simulator;
    const wayMs = world.exchange.carry(this.#serverOf(person), gateway, bytes, nowMs);
    this.#travel(person, wayMs, this.#back);
  }

  #toGateway(person: number): void {
    const comments = this.#history.comments(this.#roomOf(person));
    this.#work(this.#give, this.#parts.people.gateway[person]!, person, comments);
  }

  #send(person: number): void {
    const { world, clients, people } = this.#parts;
    const place = people.place[person]!;
    const gateway = people.gateway[person]!;
    const node = clients[place]!;
    const bytes = this.#bytesFor(person);
    const wayMs = world.exchange.carry(gateway, node.id, bytes, world.simulator.nowMs);
    const downMs = node.downMs(people.device[person]!, bytes, this.#lanes[place]!, gateway);
    this.#travel(person, wayMs + downMs, this.#seen);
  }

  #see(person: number): void {
    const { world, people } = this.#parts;
    const meters = this.#meters[people.place[person]!]!;
    const beganMs = this.#beganMs[person]!;
    this.#beganMs[person] = NOBODY_WAITS;
    world.recorder.record(meters.join, world.simulator.nowMs - beganMs, beganMs);
    world.recorder.add(meters.history, this.#history.comments(this.#roomOf(person)), beganMs);
  }

  #leave(person: number): void {
    const { world, audience, meters, people } = this.#parts;
    if (!audience.leave(person)) return;
    const { watchers } = meters[people.place[person]!]!;
    world.recorder.changeLevel(watchers, -1, world.simulator.nowMs);
  }

  #fail(person: number): void {
    const { world, people } = this.#parts;
    const beganMs = this.#beganMs[person]!;
    this.#beganMs[person] = NOBODY_WAITS;
    world.recorder.add(this.#meters[people.place[person]!]!.failed, 1, beganMs);
  }

  #roomOf(person: number): number {
    return this.#parts.audience.partOf(person).room;
  }

  #serverOf(person: number): number {
    return this.#rooms.serverOf(this.#roomOf(person));
  }

  #bytesFor(person: number): number {
    return QUESTION_BYTES + this.#history.bytes(this.#roomOf(person));
  }
}
