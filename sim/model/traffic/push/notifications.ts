/** Notifications to devices, some of which have no network for a while. */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration } from '../../../part/units.ts';
import { NO_NODE, type PushService } from '../../chat/push/push.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import type { Clients } from '../../node/clients.ts';
import { nearest } from '../../node/world.ts';
import { type Arrivals, arrivalProcesses } from '../arrivals.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

interface NotificationParams {
  readonly arrivals: Choice<Arrivals>;
  readonly size: Choice<Distribution>;
  readonly ttl: number;
  readonly keys: number;
  readonly offline?:
    | { readonly every: Choice<Distribution>; readonly lasts: Choice<Distribution> }
    | undefined;
}

/** The devices of one place: whether each has a network. */
class Reach {
  readonly #isAway: Uint8Array;
  readonly #change: HandlerId;
  readonly #random: Random;

  constructor(
    { world, name }: TrafficContext,
    node: Clients,
    offline: { readonly every: Distribution; readonly lasts: Distribution },
    back: (device: number) => void,
  ) {
    const { simulator, streams } = world;
    this.#isAway = new Uint8Array(node.devices);
    this.#random = streams.stream(`${name}@${node.name}/away`);
    this.#change = simulator.handler((device) => {
      const isAway = this.#isAway[device] === 0;
      this.#isAway[device] = isAway ? 1 : 0;
      const ms = (isAway ? offline.lasts : offline.every).sample(this.#random);
      simulator.after(ms, this.#change, device);
      if (!isAway) back(device);
    }, 'device changes its network');
    for (let device = 0; device < node.devices; device += 1) {
      simulator.after(offline.every.sample(this.#random), this.#change, device);
    }
  }

  isThere(device: number): boolean {
    return this.#isAway[device] === 0;
  }
}

class Sender implements Traffic {
  readonly #sources: readonly Source[];

  constructor(context: TrafficContext, params: NotificationParams) {
    const { world, name } = context;
    const size = params.size.make();
    this.#sources = sourcesOf(context, params.arrivals, (node) => {
      const service = world.nodes[nearest(world, context.to, node.place)[0]!] as PushService;
      const owner = service.owner(this.#ownerOf(context, node, params, () => [service, owner]));
      service.reach(owner, node);
      const random = world.streams.stream(`${name}@${node.name}/notify`);
      return () => {
        const device = random.below(node.devices);
        const payload = Math.max(1, Math.round(size.sample(random)));
        const key = params.keys === 0 ? -1 : random.below(params.keys);
        service.send(owner, 0, NO_NODE, device, payload, key, params.ttl);
        return false;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  #ownerOf(
    context: TrafficContext,
    node: Clients,
    { offline }: NotificationParams,
    at: () => readonly [PushService, number],
  ) {
    const back = (device: number) => {
      const [service, owner] = at();
      service.back(owner, device);
    };
    const times = offline && { every: offline.every.make(), lasts: offline.lasts.make() };
    const reach = times && new Reach(context, node, times, back);
    return {
      traffic: context.name,
      clientsOf: () => node,
      unitOf: (device: number) => device,
      isReachable: (device: number) => reach?.isThere(device) ?? true,
      arrived: () => {},
      gone: () => {},
    };
  }
}

export const notifications = trafficKind({
  name: 'notifications',
  summary: 'notifications to phones, over a push service that wakes them',
  source: 'definition; sizes and times are assumptions, but for the limits of the service',
  needs: 'push',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how notifications follow each other'),
    size: varying(bytes)
      .prefault('250B')
      .describe('bytes of a payload; a line of text and its keys (assumption)'),
    ttl: duration().prefault('28d').describe('a notification is worth nothing after this'),
    keys: count()
      .prefault(0)
      .describe('collapse keys of a device: a newer one takes the place of one kept; 0: none'),
    offline: z
      .strictObject({
        every: varying(duration).describe('how long a device has a network'),
        lasts: varying(duration).describe('how long it then has none'),
      })
      .optional()
      .describe('devices that have no network for a while; default: they always have one'),
  },
  make: (params, context) => new Sender(context, params),
});
