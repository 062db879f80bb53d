/** The ways between nodes and devices of a world, for what passes packet by packet. */

import type { Losses } from '../../model/net/loss/loss.ts';
import type { Path } from '../../model/net/network.ts';
import type { Clients } from '../../model/node/clients.ts';
import { accessLosses } from '../../model/node/flow-pool.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { World } from '../../model/node/world.ts';
import type { Course } from './way.ts';

/** One end of a connection: a node, or a device of a node of clients. */
export interface End {
  readonly node: number;
  /** -1: the node itself. */
  readonly device: number;
}

/** Both directions between two ends, seen from the one that dials. */
export interface Courses {
  readonly there: Course;
  readonly back: Course;
}

/** Through the backbone; packets keep their order. */
class Backbone implements Course {
  readonly #path: Path;
  readonly #world: World;
  #lastMs = 0;

  constructor(world: World, path: Path) {
    this.#world = world;
    this.#path = path;
  }

  passMs(bytes: number, packets: number): number {
    const { nowMs } = this.#world.simulator;
    const { queue, roomMs, losses } = this.#path;
    const isLost = losses !== undefined && losses.of(packets) > 0;
    if (this.#path.isClosed(nowMs) || isLost) return Number.POSITIVE_INFINITY;
    if (queue !== undefined && queue.queueMs(0, nowMs) > roomMs) return Number.POSITIVE_INFINITY;
    const leftMs = queue === undefined ? nowMs : queue.pass(0, bytes, nowMs);
    this.#lastMs = Math.max(this.#lastMs, leftMs + this.#path.delayMs());
    return this.#lastMs - nowMs;
  }
}

/** What a device's line and access network add. */
class Access implements Course {
  readonly #backbone: Course;
  readonly #ms: (bytes: number) => number;
  readonly #losses: Losses | undefined;
  readonly #world: World;
  #lastMs = 0;

  constructor(
    world: World,
    backbone: Course,
    losses: Losses | undefined,
    ms: (bytes: number) => number,
  ) {
    this.#world = world;
    this.#backbone = backbone;
    this.#losses = losses;
    this.#ms = ms;
  }

  passMs(bytes: number, packets: number): number {
    const { nowMs } = this.#world.simulator;
    if (this.#losses !== undefined && this.#losses.of(packets) > 0) return Number.POSITIVE_INFINITY;
    const allMs = this.#backbone.passMs(bytes, packets) + this.#ms(bytes);
    if (allMs === Number.POSITIVE_INFINITY) return allMs;
    this.#lastMs = Math.max(this.#lastMs, nowMs + allMs);
    return this.#lastMs - nowMs;
  }
}

export class CourseBook {
  readonly #world: World;
  readonly #backbones = new Map<number, Courses>();
  readonly #losses = new Map<string, Losses | undefined>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param lane chance of a device's access network. */
  between(from: End, to: number, lane: Lane | undefined): Courses {
    const backbone = this.#backbone(from.node, to);
    if (from.device < 0) return backbone;
    const world = this.#world;
    const clients = world.nodes[from.node] as Clients;
    const { device } = from;
    const up = (bytes: number) => clients.upMs(device, bytes, lane!, to);
    const down = (bytes: number) => clients.downMs(device, bytes, lane!, to);
    const lossOf = (purpose: string) => this.#lossesOf(clients, purpose);
    return {
      there: new Access(world, backbone.there, lossOf('up'), up),
      back: new Access(world, backbone.back, lossOf('down'), down),
    };
  }

  #backbone(from: number, to: number): Courses {
    const key = from * this.#world.nodes.length + to;
    let courses = this.#backbones.get(key);
    if (courses === undefined) {
      const { there, back } = this.#world.exchange.course(from, to, true);
      courses = { there: new Backbone(this.#world, there), back: new Backbone(this.#world, back) };
      this.#backbones.set(key, courses);
    }
    return courses;
  }

  #lossesOf(clients: Clients, purpose: string): Losses | undefined {
    const key = `${clients.name}/${purpose}`;
    let losses = this.#losses.get(key);
    if (losses === undefined) {
      losses = accessLosses(this.#world, 'protocol', clients, purpose);
      this.#losses.set(key, losses);
    }
    return losses;
  }
}
