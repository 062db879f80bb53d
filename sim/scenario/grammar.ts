/** What a scenario may say, apart from what its parts define: the keys that all entries share. */
import { z } from 'zod';
import type { Place } from '../model/net/place.ts';
import type { Node, NodeContext } from '../model/node/node.ts';
import type { ActionContext, TimelineAction } from '../model/timeline/action.ts';
import type { Traffic, TrafficContext } from '../model/traffic/traffic.ts';
import type { Registry } from '../part/part.ts';
import { count, duration, number, ratio } from '../part/units.ts';
import { replications } from './replications.ts';

/** The registries that the grammar is made of; parts of the first three are inline parts. */
export interface Kinds {
  readonly nodes: Registry<Node, NodeContext>;
  readonly traffic: Registry<Traffic, TrafficContext>;
  readonly actions: Registry<TimelineAction, ActionContext>;
  findPlace(name: string): Omit<Place, 'name' | 'share'> | undefined;
  readonly placeNames: readonly string[];
  /** Settings of the network as a whole, and of one link. */
  readonly networkParams: z.ZodObject;
  readonly linkParams: z.ZodObject;
}

export const GRAMMAR_VERSION = 1;

/**
 * Names of groups, traffic and places: letters of any script, digits, `-` and `_`. Other signs have
 * a meaning where names are used: `edge/0`, `edge@virginia`, `edge -> shield`, `nodes.edge.count`.
 */
export const NAME = /^[\p{L}][\p{L}\p{N}_-]*$/u;

/** Devices and nodes are slots in memory. */
const MOST_INSTANCES = 10_000_000;

/** How real a run is. */
export const FIDELITIES = ['model', 'protocol', 'live'] as const;

export const runParams = z.strictObject({
  seed: z
    .union([z.string(), z.number()])
    .optional()
    .describe('text or number from which all chance follows; default 1'),
  duration: duration({ above: 0 })
    .optional()
    .describe('end of the run; may be left out when all traffic is a trace'),
  warmup: duration().prefault('0s').describe('time at the beginning that is not measured'),
  replications: replications()
    .prefault(1)
    .describe('runs with the same settings and other chance; two or more give intervals'),
  fidelity: z
    .enum(FIDELITIES)
    .default('model')
    .describe(
      'model: everything is computed; protocol: real libraries exchange real bytes over the simulated network, in virtual time; live: real servers on this machine, in real time',
    ),
});

export const placeParams = z.strictObject({
  name: z.string().describe('a name of your own, or of a known city'),
  lat: number({ min: -90, max: 90 }).optional().describe('degrees north'),
  lon: number({ min: -180, max: 180 }).optional().describe('degrees east'),
  share: ratio()
    .optional()
    .describe('part of all clients; places without one get equal parts of the rest'),
  sites: count({ min: 1, max: 10_000 })
    .optional()
    .describe('radio sites, over which devices are spread evenly; default 1'),
});

export const nodeParams = {
  at: z
    .union([z.string(), z.array(z.string())])
    .default('each')
    .describe('places with nodes of this group: each, one place or a list'),
  count: count({ min: 1, max: MOST_INSTANCES })
    .prefault(1)
    .describe('nodes in each place; for clients, devices in each place'),
  site: z
    .enum(['metro', 'radio'])
    .default('metro')
    .describe(
      'where in a place: beside the core of its mobile networks, or `count` at each of its radio sites',
    ),
};

export const trafficParams = {
  from: z.string().describe('the clients that ask'),
  to: z
    .union([z.string(), z.record(z.string(), ratio({ above: 0 }))])
    .describe('the group that they talk to, or several CDNs with their shares: { a: 70%, b: 30% }'),
};

export const timelineParams = {
  at: duration().describe('when it begins'),
  name: z.string().optional().describe('for charts, and for during="…" in assertions'),
};
