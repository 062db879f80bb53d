/** The devices of one place on their way to one group: a mapping, and what it is measured by. */
import type { Choice } from '../../../part/choice.ts';
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { Mapping, MappingContext } from './mapping.ts';
import { Sites } from './sites.ts';

const NO_SITE = -1;

export interface MapperPlan {
  readonly traffic: string;
  readonly group: string;
  readonly mapping: Choice<Mapping, MappingContext>;
  readonly setupRoundTrips: number;
}

export class Mapper {
  readonly #world: World;
  readonly #recorder: Recorder;
  readonly #sites: Sites;
  readonly #mapping: Mapping;
  /** The site to which each device was sent last. */
  readonly #last: Int32Array;
  /** When each device was last sent elsewhere, ms. */
  readonly #movedMs: Float64Array;
  readonly #requests: number;
  readonly #nearest: number;
  readonly #penalty: number;
  readonly #failover: number;
  readonly #resets: number;

  constructor(world: World, clients: Clients, plan: MapperPlan) {
    const { traffic, group, setupRoundTrips } = plan;
    const { recorder, streams, places } = world;
    this.#world = world;
    this.#recorder = recorder;
    this.#sites = new Sites(world, group, clients.place);
    const random = streams.stream(`${clients.name}/${traffic}/mapping to ${group}`);
    this.#mapping = plan.mapping.make({ sites: this.#sites, clients, random, setupRoundTrips });
    this.#last = new Int32Array(clients.devices).fill(NO_SITE);
    this.#movedMs = new Float64Array(clients.devices).fill(Number.NEGATIVE_INFINITY);
    const labels = { traffic, place: places[clients.place]!.name, cdn: group };
    this.#requests = recorder.counter('mapped_requests', labels);
    this.#nearest = recorder.counter('mapped_nearest', labels);
    this.#resets = recorder.counter('connection_resets', labels);
    this.#penalty = recorder.histogram('mapping_penalty', labels);
    this.#failover = recorder.histogram('failover_time', labels);
  }

  /** What passes before the request of the last `target` can leave, ms. */
  get waitMs(): number {
    return this.#mapping.waitMs ?? 0;
  }

  /** @returns the node that gets a device's request. */
  target(device: number, attempt: number): number {
    const { nowMs } = this.#world.simulator;
    const sites = this.#sites;
    const site = this.#mapping.siteOf(device, nowMs);
    const last = this.#last[device]!;
    if (site !== last) this.#moved(device, last, site, nowMs);
    const penaltyMs = sites.extraMs(site);
    this.#recorder.add(this.#requests, 1, nowMs);
    if (penaltyMs === 0) this.#recorder.add(this.#nearest, 1, nowMs);
    this.#recorder.record(this.#penalty, penaltyMs, nowMs);
    return sites.nodeFor(site, device + attempt);
  }

  /** A request is over. @returns whether it was reset on the way, because its packets go elsewhere now. */
  answered(device: number, startMs: number, isFailed: boolean): boolean {
    if (isFailed) {
      this.#mapping.failed?.(device);
      return false;
    }
    if (this.#mapping.resets !== true || !this.#sites.hasChanged) return false;
    const { nowMs } = this.#world.simulator;
    const site = this.#mapping.siteOf(device, nowMs);
    const last = this.#last[device]!;
    if (site !== last) this.#moved(device, last, site, nowMs);
    if (startMs >= this.#movedMs[device]!) return false;
    this.#recorder.add(this.#resets, 1, startMs);
    return true;
  }

  #moved(device: number, from: number, to: number, nowMs: number): void {
    this.#last[device] = to;
    if (from === NO_SITE) return;
    this.#movedMs[device] = nowMs;
    if (this.#sites.isUp(from)) return;
    const lostMs = this.#sites.lostAtMs(from);
    this.#recorder.record(this.#failover, nowMs - lostMs, nowMs);
  }
}
