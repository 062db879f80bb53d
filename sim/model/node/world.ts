/** Everything that one replication consists of, as the nodes and the traffic see it. */
import type { Simulator } from '../../engine/simulator.ts';
import type { Streams } from '../../engine/streams.ts';
import type { Recorder } from '../../result/recorder.ts';
import type { Freshness } from '../cache/freshness.ts';
import type { Network } from '../net/network.ts';
import { distanceKm, METRO, type Place } from '../net/place.ts';
import type { Audit } from './audit.ts';
import type { Calls } from './calls.ts';
import type { Ledger } from './conservation.ts';
import type { Courier } from './courier.ts';
import type { Exchanging } from './exchange.ts';
import type { Node } from './node.ts';
import type { Selection, Tagged } from './selection.ts';
import type { SoundEar, SoundWire } from './sound-wire.ts';
import type { Telegraph } from './telegraph.ts';
import type { Trail } from './trail.ts';
import type { WireFaults } from './wire-faults.ts';

/** What one traffic asks for: the objects that origins serve and caches keep. */
export interface Content extends Tagged {
  readonly traffic: string;
  /** What the origin says of the life of an object's copies. */
  freshnessOf(object: number): Freshness;
  /** What has become of its requests. */
  readonly ledger: Ledger;
  /** An answer has come to the device; it may turn out to be none. Before `answered`. */
  heard?(call: number): void;
  /** The answer to a client's call is there, or the call failed; the content releases it. */
  answered(call: number): void;
  /** Devices of a node, those below a number, have another address in the network now. */
  moved?(node: number, devices: number): void;
  /** @param pattern a key, or the beginning of keys followed by `*`. */
  match(pattern: string): Selection;
  /** The objects that carry a tag, such as `product-17`. */
  tagged(tag: string): Selection;
  /**
   * Which version of an object the origin has now: the time of its last change, ms. Times asked for may
   * not decrease.
   */
  versionOf(object: number, nowMs: number): number;
  /** What all variants of an object have in common, as a number: that of the first. RFC 9111 §4.1. */
  urlOf(object: number): number;
  /** The object of a rank by popularity, 0 for the most popular; there may be none of this rank. */
  ranked(rank: number): number;
  /** What lies behind an object: the next one, in the same variant. There may be no such object. */
  next(object: number): number;
  /** When the origin has an object to give, ms: who asks earlier waits there; default: always. */
  readyAtMs?(object: number): number;
  /** Size of an object in the world's numbering, bytes; undefined for one that is not known. */
  bytesOf(object: number): number | undefined;
  /** Size of the smallest object known so far, bytes; Infinity before the first. */
  readonly smallestBytes: number;
}

export interface World {
  readonly simulator: Simulator;
  readonly streams: Streams;
  readonly recorder: Recorder;
  readonly places: readonly Place[];
  readonly network: Network;
  readonly calls: Calls;
  readonly exchange: Exchanging;
  /** Takes what devices ask to nodes instead of the exchange; undefined: the exchange does. */
  courier?: Courier;
  /** Makes what carries the sound of calls as real packets; undefined: they are times alone. */
  makeSoundWire?: (ear: SoundEar) => SoundWire;
  /** Carries what things publish; undefined: modelled lines do. Set before traffic is made. */
  telegraph?: Telegraph;
  /** Undefined: connections are modelled, and have no bytes. */
  wire?: WireFaults;
  readonly nodes: readonly Node[];
  /** By node: the radio site that it stands at, `METRO` or `AT_ALL_SITES`. */
  readonly siteOf: Int32Array;
  /** Ids of the instances of each group. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
  /** One for each traffic of requests; an object's number is `local * contentCount + content`. */
  readonly contents: Content[];
  readonly contentCount: number;
  /** Ledgers of the traffics that send messages. */
  readonly audits: Audit[];
  /** Where the way of one message is written down; undefined: nobody asks. */
  readonly trail?: Trail | undefined;
  /** Texts of the files that the scenario's parts read, by the names that the scenario has for them. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Ids of the instances of `group` in the place nearest to `place`; ties: the first place. For a node at a
 * radio site, those at its own site when there are any.
 */
export function nearest(
  world: World,
  group: string,
  place: number,
  site = METRO,
): readonly number[] {
  const there = byDistance(world, group, place)[0]!;
  const isHere = world.nodes[there[0]!]!.place === place && site >= 0;
  const beside = isHere ? there.filter((id) => world.siteOf[id] === site) : [];
  return beside.length > 0 ? beside : there;
}

/** Ids of the instances of `group` by place, the nearest to `place` first; ties: the first place. */
export function byDistance(world: World, group: string, place: number): readonly number[][] {
  const here = world.places[place]!;
  const byPlace = new Map<number, number[]>();
  for (const id of world.groups.get(group)!) {
    const its = world.nodes[id]!.place;
    const ids = byPlace.get(its);
    if (ids === undefined) byPlace.set(its, [id]);
    else ids.push(id);
  }
  const km = (its: number) => distanceKm(here, world.places[its]!);
  const places = [...byPlace.entries()].map(([its, ids], order) => ({ ids, km: km(its), order }));
  places.sort((one, other) => one.km - other.km || one.order - other.order);
  return places.map(({ ids }) => ids);
}
