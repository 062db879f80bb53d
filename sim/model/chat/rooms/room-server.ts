/** The servers that rooms are at: gather what is posted, and send what is shown of it in frames. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { Desk, type Drops } from './desk.ts';
import type { History } from './history.ts';
import type { Pushes } from './pushes.ts';
import { losePost, type RoomParts } from './room-parts.ts';

export interface RoomRules {
  /** How long comments are gathered, ms; 0: each goes at once. */
  readonly merge: number;
  /** Comments a second that a viewer is shown at the most. */
  readonly most: number;
  readonly drops: Drops;
  /** Part of the comments that go first. */
  readonly vip: number;
  /** Whether people see their own comments, also those that are left out. */
  readonly own: boolean;
  /** Bytes of a frame beside its comments. */
  readonly frame: number;
}

const MS_PER_SECOND = 1000;
/** The number of likes in a frame. */
const LIKES_BYTES = 8;

export class RoomServer {
  readonly #parts: RoomParts;
  readonly #rules: RoomRules;
  readonly #pushes: Pushes;
  readonly #history: History;
  readonly #desks: Desk[];
  /** Crashes of a room's server that its desk has seen. */
  readonly #epochs: Int32Array;
  readonly #random: Random;
  readonly #end: HandlerId;

  constructor(parts: RoomParts, rules: RoomRules, pushes: Pushes, history: History) {
    const { world, traffic, audience } = parts;
    this.#parts = parts;
    this.#rules = rules;
    this.#pushes = pushes;
    this.#history = history;
    this.#desks = Array.from({ length: audience.rooms }, () => new Desk());
    this.#epochs = new Int32Array(audience.rooms);
    this.#random = world.streams.stream(`${traffic}/selection`);
    this.#end = world.simulator.handler((room) => this.#flush(room), 'interval of a room ends');
  }

  serverOf(room: number): number {
    const { servers } = this.#parts;
    return servers[room % servers.length]!;
  }

  /** A comment is at its room. */
  add(room: number, writer: number, postedMs: number, bytes: number): void {
    const { vip } = this.#rules;
    const desk = this.#deskOf(room);
    desk.add(writer, postedMs, bytes, vip > 0 && this.#random.uniform() < vip);
    this.#wait(room, desk);
  }

  /** So many people liked it. */
  like(room: number, likes: number): void {
    const desk = this.#deskOf(room);
    desk.likes += likes;
    this.#wait(room, desk);
  }

  /** What a crash of its server has left of a desk. */
  #deskOf(room: number): Desk {
    const desk = this.#desks[room]!;
    const epoch = this.#parts.world.exchange.epoch[this.serverOf(room)]!;
    if (this.#epochs[room] !== epoch) {
      this.#epochs[room] = epoch;
      this.#lose(desk);
    }
    return desk;
  }

  #wait(room: number, desk: Desk): void {
    const { merge } = this.#rules;
    if (merge === 0) this.#flush(room);
    else if (!desk.isScheduled) {
      desk.isScheduled = true;
      const { simulator } = this.#parts.world;
      const phaseMs = (merge * room) / this.#desks.length;
      const begun = Math.floor((simulator.nowMs - phaseMs) / merge);
      simulator.at((begun + 1) * merge + phaseMs, this.#end, room);
    }
  }

  #flush(room: number): void {
    const { world } = this.#parts;
    const desk = this.#deskOf(room);
    desk.isScheduled = false;
    if (desk.count === 0 && desk.likes === 0) return;
    if (world.exchange.up[this.serverOf(room)] === 0) {
      this.#lose(desk);
      return;
    }
    this.#send(room, desk);
    desk.clear();
  }

  #send(room: number, desk: Desk): void {
    const { world, frames } = this.#parts;
    const { merge, most, drops, frame: header } = this.#rules;
    // Of what goes at once, a second's worth may come together.
    const burst = (most * (merge || MS_PER_SECOND)) / MS_PER_SECOND + 1;
    const { nowMs } = world.simulator;
    const shown = desk.choose(nowMs, most / MS_PER_SECOND, burst, drops, this.#random);
    for (let at = 0; at < desk.count; at += 1) {
      if (desk.isShown[at] === 0) this.#skip(room, desk.writer[at]!, desk.postedMs[at]!);
    }
    if (shown === 0 && desk.likes === 0) return;
    const frame = frames.make(room, shown);
    for (let at = 0; at < desk.count; at += 1) {
      if (desk.isShown[at] === 0) continue;
      frames.add(frame, desk.postedMs[at]!, desk.bytes[at]!);
      this.#history.add(room, desk.bytes[at]!);
    }
    frames.hasLikes[frame] = desk.likes > 0 ? 1 : 0;
    frames.bytes[frame]! += header + (desk.likes > 0 ? LIKES_BYTES : 0);
    this.#pushes.send(frame, this.serverOf(room));
  }

  /** Nobody sees it but who wrote it: a client shows its own at once. */
  #skip(room: number, writer: number, postedMs: number): void {
    const { audience, ledger, meters, world } = this.#parts;
    const { recorder } = world;
    let watchers = 0;
    for (let spot = audience.firstSpot(room); spot < audience.endSpot(room); spot += 1) {
      for (const number of audience.spots[spot]!.parts) {
        const { place, here } = audience.parts[number]!;
        watchers += here;
        recorder.add(meters[place]!.offered, here, postedMs);
        recorder.add(meters[place]!.skipped, here, postedMs);
      }
    }
    const isSeen = this.#rules.own && audience.isHere(writer);
    ledger.skipped(watchers, isSeen ? 1 : 0);
    if (!isSeen) return;
    const { skipped, deliveries, delivery } = meters[audience.partOf(writer).place]!;
    recorder.add(skipped, -1, postedMs);
    recorder.add(deliveries, 1, postedMs);
    recorder.record(delivery, 0, postedMs);
  }

  #lose(desk: Desk): void {
    for (let at = 0; at < desk.count; at += 1) {
      losePost(this.#parts, desk.writer[at]!, desk.postedMs[at]!);
    }
    desk.clear();
  }
}
