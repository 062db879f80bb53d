/**
 * Likes: not followed one by one. Each interval has as many as a Poisson process brings to each gateway, which adds them up
 * and tells the rooms how many there were.
 */
import { poisson } from '../../../engine/poisson.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Part } from './audience.ts';
import type { RoomParts } from './room-parts.ts';
import type { RoomServer } from './room-server.ts';

/** A like on the wire (assumption): the header of goim's protocol. Source: goim, docs/proto.md, 16 bytes. */
const LIKE_BYTES = 16;
/** The number that a gateway tells a room, with the same header. */
const SUM_BYTES = 24;
const MS_PER_SECOND = 1000;

export class Likes {
  readonly #parts: RoomParts;
  readonly #rooms: RoomServer;
  /** Likes of one watcher, per ms. */
  readonly #perMs: number;
  readonly #everyMs: number;
  readonly #random: Random;
  readonly #tick: HandlerId;
  readonly #atServer: HandlerId;
  readonly #counted: number;

  /** @param perSecond likes of all people, if all of them were there. */
  constructor(parts: RoomParts, rooms: RoomServer, perSecond: number, everyMs: number) {
    const { world, traffic, people, jobs } = parts;
    this.#parts = parts;
    this.#rooms = rooms;
    this.#perMs = perSecond / MS_PER_SECOND / people.count;
    this.#everyMs = everyMs;
    this.#random = world.streams.stream(`${traffic}/likes`);
    this.#tick = world.simulator.handler((part) => this.#count(part), 'likes of an interval');
    this.#atServer = world.simulator.handler(
      (part, likes) => this.#arrived(part, likes),
      'likes at their room',
    );
    this.#counted = jobs.task({
      done: (job) => this.#tell(jobs.part[job]!, jobs.subject[job]!),
      // A like that a crash swallows is missed by nobody.
      dropped: () => {},
    });
  }

  start(): void {
    const { world, audience } = this.#parts;
    for (let part = 0; part < audience.parts.length; part += 1) {
      world.simulator.at(this.#everyMs, this.#tick, part);
    }
  }

  #count(number: number): void {
    const { world, audience, clients, jobs, meters } = this.#parts;
    const { nowMs } = world.simulator;
    world.simulator.after(this.#everyMs, this.#tick, number);
    const { here, place, gateway } = audience.parts[number]!;
    const likes = poisson(this.#random, here * this.#perMs * this.#everyMs);
    if (likes === 0) return;
    world.recorder.add(meters[place]!.likes, likes, nowMs);
    world.exchange.countCarried(clients[place]!.id, gateway, likes, likes * LIKE_BYTES, nowMs);
    if (world.exchange.up[gateway] === 0) return;
    const job = jobs.submit(this.#counted, gateway, likes, likes);
    jobs.part[job] = number;
  }

  #tell(number: number, likes: number): void {
    const { world, audience } = this.#parts;
    const { gateway, room }: Part = audience.parts[number]!;
    const server = this.#rooms.serverOf(room);
    const { exchange, simulator } = world;
    const delayMs =
      server === gateway ? 0 : exchange.carry(gateway, server, SUM_BYTES, simulator.nowMs);
    if (delayMs < Number.POSITIVE_INFINITY) simulator.after(delayMs, this.#atServer, number, likes);
  }

  #arrived(number: number, likes: number): void {
    const { room } = this.#parts.audience.parts[number]!;
    const { up } = this.#parts.world.exchange;
    if (up[this.#rooms.serverOf(room)] === 1) this.#rooms.like(room, likes);
  }
}
