/**
 * Frames on their way from a room's server over the gateways to all who watch. How many get a frame, with how many bytes, is
 * exact; how long it takes is drawn for some of them one by one, of whom each stands for as many others.
 */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Lane } from '../../node/peer.ts';
import type { Gateway } from '../gateway.ts';
import { MediumPushes } from './medium-pushes.ts';
import type { RoomParts } from './room-parts.ts';

/** With more connections than this, a push is shared among workers (assumption; goim has 32 buckets a process). */
const CONNECTIONS_A_WORKER = 1000;

export class Pushes {
  readonly #parts: RoomParts;
  /** Watchers of one piece of work whose delays are drawn one by one. */
  readonly #followed: number;
  /** A gateway that is further behind refuses frames, ms. */
  readonly #mostBehindMs: number;
  readonly #random: Random;
  readonly #lanes: readonly Lane[];
  readonly #task: number;
  readonly #atGateway: HandlerId;
  readonly #media: MediumPushes;

  constructor(parts: RoomParts, followed: number, mostBehindMs: number) {
    const { world, traffic, clients, jobs } = parts;
    this.#parts = parts;
    this.#followed = followed;
    this.#mostBehindMs = mostBehindMs;
    this.#random = world.streams.stream(`${traffic}/watchers`);
    this.#lanes = clients.map((node) => node.lane(traffic));
    this.#media = new MediumPushes(parts);
    this.#atGateway = world.simulator.handler(
      (frame, spot) => this.#arrive(frame, spot),
      'frame at a gateway',
    );
    this.#task = jobs.task({
      done: (job) => this.#pushed(job),
      dropped: (job) => this.#notPushed(job),
    });
  }

  /** Sends a frame to everybody in its room. @param server node that the room is at. */
  send(frame: number, server: number): void {
    const { world, audience, frames } = this.#parts;
    const { exchange, simulator } = world;
    const room = frames.room[frame]!;
    for (let spot = audience.firstSpot(room); spot < audience.endSpot(room); spot += 1) {
      const { gateway } = audience.spots[spot]!;
      frames.pending[frame]! += 1;
      const bytes = frames.bytes[frame]!;
      const delayMs =
        gateway === server ? 0 : exchange.carry(server, gateway, bytes, simulator.nowMs);
      if (delayMs === Number.POSITIVE_INFINITY) this.#loseAtGateway(frame, spot, false);
      else if (delayMs > 0) simulator.after(delayMs, this.#atGateway, frame, spot);
      else this.#arrive(frame, spot);
    }
    frames.settle(frame);
  }

  #arrive(frame: number, spot: number): void {
    const { world, audience, frames, jobs } = this.#parts;
    const { gateway, parts } = audience.spots[spot]!;
    const isBehind = jobs.waitMs(gateway) > this.#mostBehindMs;
    if (isBehind || world.exchange.up[gateway] === 0) {
      this.#loseAtGateway(frame, spot, isBehind);
      return;
    }
    for (const part of parts) this.#share(frame, part);
    frames.settle(frame);
  }

  /** The watchers of a place are shared among the workers of a gateway. */
  #share(frame: number, number: number): void {
    const { world, audience, frames, jobs, ledger, meters } = this.#parts;
    const { gateway, place, from, here } = audience.parts[number]!;
    if (here === 0) return;
    ledger.owed(frame, here * frames.comments[frame]!);
    const { workers } = world.nodes[gateway] as Gateway;
    const shares = Math.min(workers, Math.ceil(here / CONNECTIONS_A_WORKER));
    for (let comment = 0; comment < frames.comments[frame]!; comment += 1) {
      world.recorder.add(meters[place]!.offered, here, frames.postedMs(frame, comment));
    }
    for (let share = 0; share < shares; share += 1) {
      const first = Math.floor((share * here) / shares);
      const size = Math.floor(((share + 1) * here) / shares) - first;
      frames.pending[frame]! += 1;
      const job = jobs.submit(this.#task, gateway, frame, size * frames.items(frame));
      jobs.part[job] = number;
      jobs.first[job] = from + first;
      jobs.size[job] = size;
    }
  }

  /** A worker has written the frame to all its connections, one after the other. */
  #pushed(job: number): void {
    const { world, audience, clients, frames, jobs } = this.#parts;
    const { nowMs } = world.simulator;
    const frame = jobs.subject[job]!;
    const size = jobs.size[job]!;
    const { gateway, place } = audience.parts[jobs.part[job]!]!;
    const { id, medium } = clients[place]!;
    const bytes = size * frames.bytes[frame]!;
    world.exchange.countCarried(gateway, id, size, bytes, nowMs);
    if (medium !== undefined) this.#sendToEach(job);
    else if (world.exchange.wayMs(gateway, id) === Number.POSITIVE_INFINITY) this.#lose(job);
    else this.#show(job);
    frames.settle(frame);
  }

  /** Draws when the frame is on the screens of those who are followed. */
  #show(job: number): void {
    const { world, audience, clients, frames, jobs, ledger, meters, people } = this.#parts;
    const { exchange, recorder, simulator } = world;
    const { nowMs } = simulator;
    const frame = jobs.subject[job]!;
    const size = jobs.size[job]!;
    const part = audience.parts[jobs.part[job]!]!;
    const { gateway, place } = part;
    const node = clients[place]!;
    const lane = this.#lanes[place]!;
    const comments = frames.comments[frame]!;
    const bytes = frames.bytes[frame]!;
    const meter = meters[place]!;
    for (let comment = 0; comment < comments; comment += 1) {
      recorder.add(meter.deliveries, size, frames.postedMs(frame, comment));
    }
    if (comments === 0) return;
    ledger.shown(frame, size * comments);
    const followed = Math.min(size, this.#followed);
    const eachMs = jobs.workMs[job]! / size;
    const firstPerson = people.firstOfPlace[place]!;
    let done = 0;
    for (let stratum = 0; stratum < followed; stratum += 1) {
      const end = Math.floor(((stratum + 1) * size) / followed);
      const weight = end - done;
      const pick = weight === 1 ? done : done + this.#random.below(weight);
      done = end;
      // Who has left meanwhile is stood for by somebody who is there.
      const there = Math.max(1, part.here);
      const member = audience.member(part.from + ((jobs.first[job]! - part.from + pick) % there));
      const writtenMs = nowMs - (size - 1 - pick) * eachMs;
      const device = member - firstPerson;
      const downMs = node.downMs(device, bytes, lane, gateway);
      const shownMs = writtenMs + exchange.wayMs(gateway, node.id) + downMs;
      for (let comment = 0; comment < comments; comment += 1) {
        const postedMs = frames.postedMs(frame, comment);
        recorder.recordMany(meter.delivery, shownMs - postedMs, weight, postedMs);
      }
    }
  }

  #sendToEach(job: number): void {
    const { audience, jobs, people } = this.#parts;
    const { place } = audience.parts[jobs.part[job]!]!;
    for (let index = 0; index < jobs.size[job]!; index += 1) {
      const person = audience.member(jobs.first[job]! + index);
      this.#media.send(jobs.subject[job]!, place, person - people.firstOfPlace[place]!);
    }
  }

  /** The gateway crashed: what it had begun to write counts as not written. */
  #notPushed(job: number): void {
    this.#lose(job);
    this.#parts.frames.settle(this.#parts.jobs.subject[job]!);
  }

  #lose(job: number): void {
    const { world, audience, frames, jobs, ledger, meters } = this.#parts;
    const frame = jobs.subject[job]!;
    ledger.dropped(frame, jobs.size[job]! * frames.comments[frame]!);
    const { undelivered } = meters[audience.parts[jobs.part[job]!]!.place]!;
    for (let comment = 0; comment < frames.comments[frame]!; comment += 1) {
      world.recorder.add(undelivered, jobs.size[job]!, frames.postedMs(frame, comment));
    }
  }

  /** The gateway is down, out of reach, or behind. */
  #loseAtGateway(frame: number, spot: number, isBehind: boolean): void {
    const { world, audience, frames, ledger, meters } = this.#parts;
    for (const number of audience.spots[spot]!.parts) {
      const { place, here } = audience.parts[number]!;
      ledger.owed(frame, here * frames.comments[frame]!);
      ledger.dropped(frame, here * frames.comments[frame]!);
      const { offered, undelivered, dropped } = meters[place]!;
      for (let comment = 0; comment < frames.comments[frame]!; comment += 1) {
        const postedMs = frames.postedMs(frame, comment);
        world.recorder.add(offered, here, postedMs);
        world.recorder.add(undelivered, here, postedMs);
        if (isBehind) world.recorder.add(dropped, here, postedMs);
      }
    }
    frames.settle(frame);
  }
}
