/** Which node gets a request of a traffic: the CDN by steering, its site by a mapping. */
import type { Choice } from '../../../part/choice.ts';
import type { Recorder } from '../../../result/recorder.ts';
import { mix32 } from '../../balance/hash.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import { Mapper } from './mapper.ts';
import type { Mapping, MappingContext } from './mapping.ts';
import type { Steering, SteeringContext } from './steering/steering.ts';

const TWO_32 = 4_294_967_296;

export interface RoutesPlan {
  readonly traffic: string;
  /** Groups and their parts of the load; one, or several CDNs. */
  readonly shares: Readonly<Record<string, number>>;
  readonly mapping: Choice<Mapping, MappingContext>;
  readonly steering: Choice<Steering, SteeringContext>;
  readonly setupRoundTrips: number;
}

interface Meters {
  readonly requests: number;
  readonly offered: number;
  readonly errors: number;
  readonly latency: number;
}

export class Routes {
  /** What passes before the request of the last `target` can leave, ms. */
  waitMs = 0;
  readonly #world: World;
  readonly #recorder: Recorder;
  readonly #groups: readonly string[];
  readonly #steering: Steering;
  /** By place and CDN. */
  readonly #mappers: Mapper[] = [];
  readonly #meters: Meters[] = [];
  /** By node: its CDN. */
  readonly #cdnOf: Int32Array;

  constructor(world: World, clients: readonly Clients[], plan: RoutesPlan) {
    const { traffic, shares, mapping, steering, setupRoundTrips } = plan;
    this.#world = world;
    this.#recorder = world.recorder;
    this.#groups = Object.keys(shares);
    this.#steering = steering.make({
      shares: Object.values(shares),
      places: clients.length,
      random: world.streams.stream(`${traffic}/steering`),
    });
    this.#cdnOf = new Int32Array(world.nodes.length);
    for (const [cdn, group] of this.#groups.entries()) {
      for (const id of world.groups.get(group)!) this.#cdnOf[id] = cdn;
    }
    for (const one of clients) {
      for (const group of this.#groups) {
        this.#mappers.push(new Mapper(world, one, { traffic, group, mapping, setupRoundTrips }));
        this.#meters.push(this.#metersOf(traffic, one, group));
      }
    }
  }

  /**
   * @param place index into the clients.
   * @param attempt 0 for the first one; another node of a site for each.
   * @returns the node that gets a device's request.
   */
  target(place: number, clients: Clients, device: number, attempt: number): number {
    const { nowMs } = this.#world.simulator;
    const unit = mix32(Math.imul(clients.id + 1, 0x9e3779b1) ^ device) / TWO_32;
    const cdn = this.#steering.choose(unit, place, nowMs);
    const first = place * this.#groups.length;
    this.#recorder.add(this.#meters[first + cdn]!.requests, 1, nowMs);
    for (let one = 0; one < this.#groups.length; one += 1) {
      this.#recorder.add(this.#meters[first + one]!.offered, 1, nowMs);
    }
    const mapper = this.#mappers[first + cdn]!;
    const target = mapper.target(device, attempt);
    this.waitMs = mapper.waitMs;
    return target;
  }

  /** The answer to a call is there; it may turn out to have been reset on the way. */
  answered(place: number, call: number): void {
    const { calls, simulator } = this.#world;
    const { nowMs } = simulator;
    const cdn = this.#cdnOf[calls.callee[call]!]!;
    const at = place * this.#groups.length + cdn;
    const startMs = calls.startMs[call]!;
    const hadFailed = calls.failed[call] === 1;
    if (this.#mappers[at]!.answered(calls.device[call]!, startMs, hadFailed))
      calls.failed[call] = 1;
    const isFailed = calls.failed[call] === 1;
    this.#steering.answered?.(cdn, place, nowMs - startMs, isFailed, nowMs);
    const { errors, latency } = this.#meters[at]!;
    if (isFailed) this.#recorder.add(errors, 1, startMs);
    else this.#recorder.record(latency, nowMs - startMs, startMs);
  }

  #metersOf(traffic: string, clients: Clients, cdn: string): Meters {
    const labels = { traffic, place: this.#world.places[clients.place]!.name, cdn };
    return {
      requests: this.#recorder.counter('cdn_requests', labels),
      offered: this.#recorder.counter('cdn_offered', labels),
      errors: this.#recorder.counter('cdn_errors', labels),
      latency: this.#recorder.histogram('cdn_latency', labels),
    };
  }
}
