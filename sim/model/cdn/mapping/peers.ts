/**
 * Devices of one place that pass on to each other what they have: a request goes to a peer that has the
 * object and a place to upload it free, else to the CDN. Versions are compared, as by a hash in a manifest.
 */
import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { bitRate, count, duration, ratio } from '../../../part/units.ts';
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;
/** Holders of one object that a tracker remembers, the newest ones. */
const MOST_HOLDERS = 16;
const NO_PEER = -1;

export const peersParams = z.strictObject({
  share: ratio({ above: 0 })
    .prefault('50%')
    .describe('devices that pass on what they have (assumption)'),
  upload: bitRate()
    .prefault('5Mbps')
    .describe('what such a device gives to all others (assumption)'),
  slots: count({ min: 1, max: 100 })
    .prefault(4)
    .describe('uploads at the same time, each with its part of the rate (assumption)'),
  keep: duration({ above: 0 })
    .prefault('5m')
    .describe('how long a device keeps an object to pass on'),
  leave: ratio({ max: 0.99 })
    .prefault('2%')
    .describe('transfers that break off because the peer leaves: the CDN is asked then'),
});

export type PeersSettings = z.output<typeof peersParams>;

interface Holder {
  readonly device: number;
  readonly untilMs: number;
  readonly version: number;
  readonly generatedAtMs: number;
}

export class Peers {
  /** While the answer of a peer is being handed over. */
  isServing = false;
  readonly #world: World;
  readonly #clients: Clients;
  readonly #settings: PeersSettings;
  readonly #recorder: Recorder;
  readonly #random: Random;
  readonly #gives: Uint8Array;
  readonly #uploads: Int32Array;
  readonly #holders = new Map<number, Holder[]>();
  readonly #over: HandlerId;
  /** Calls that peers answer, and what they will have. */
  readonly #serving = new Map<number, Holder>();
  readonly #toCdn: (call: number) => void;
  readonly #requests: number;
  readonly #bytes: number;
  readonly #broken: number;

  /** @param toCdn asks the CDN for what a peer began. */
  constructor(
    world: World,
    clients: Clients,
    traffic: string,
    settings: PeersSettings,
    toCdn: (call: number) => void,
  ) {
    const { recorder, places, streams, simulator } = world;
    this.#world = world;
    this.#clients = clients;
    this.#settings = settings;
    this.#recorder = recorder;
    this.#toCdn = toCdn;
    this.#random = streams.stream(`${clients.name}/${traffic}/peers`);
    this.#gives = Uint8Array.from({ length: clients.devices }, () =>
      this.#random.uniform() < settings.share ? 1 : 0,
    );
    this.#uploads = new Int32Array(clients.devices);
    this.#over = simulator.handler((call, peer) => this.#end(call, peer), 'peer’s upload over');
    const labels = { traffic, place: places[clients.place]!.name };
    this.#requests = recorder.counter('peer_requests', labels);
    this.#bytes = recorder.counter('peer_bytes', labels);
    this.#broken = recorder.counter('peer_broken', labels);
  }

  /** @returns whether a peer answers a call; parts of objects and uploads it does not. */
  serve(call: number): boolean {
    const { calls, simulator } = this.#world;
    if (calls.partOf[call]! > 0 || calls.bodyBytes[call]! > 0) return false;
    const holder = this.#find(call);
    if (holder === undefined) return false;
    const peer = holder.device;
    const { upload, slots } = this.#settings;
    const bits = calls.bytes[call]! * BITS_PER_BYTE;
    // To the tracker’s answer and to the peer, over both access networks, and the bytes at a slot’s rate.
    const tripMs =
      2 * this.#clients.accessMs(calls.device[call]!, this.#random) +
      2 * this.#clients.accessMs(peer, this.#random);
    this.#uploads[peer]! += 1;
    this.#serving.set(call, holder);
    simulator.after(tripMs + (bits / (upload / slots)) * MS_PER_SECOND, this.#over, call, peer);
    return true;
  }

  /** A device has got an object, from wherever. */
  learn(call: number): void {
    const { calls, contents, simulator } = this.#world;
    const { bytes, device, failed, generatedAtMs, notModified, object, partOf, version } = calls;
    if (failed[call] === 1 || partOf[call]! > 0 || this.#gives[device[call]!] === 0) return;
    if (bytes[call] === 0 || notModified[call] === 1) return;
    // What shared caches may not keep is not for others, either.
    if (!contents[calls.content[call]!]!.freshnessOf(object[call]!).isStorable) return;
    const holders = this.#holders.get(object[call]!) ?? [];
    if (holders.length === 0) this.#holders.set(object[call]!, holders);
    const known = holders.findIndex((one) => one.device === device[call]);
    if (known >= 0) holders.splice(known, 1);
    else if (holders.length === MOST_HOLDERS) holders.shift();
    holders.push({
      device: device[call]!,
      untilMs: simulator.nowMs + this.#settings.keep,
      version: version[call]!,
      generatedAtMs: generatedAtMs[call]!,
    });
  }

  #find(call: number): Holder | undefined {
    const { calls, contents, simulator } = this.#world;
    const holders = this.#holders.get(calls.object[call]!);
    if (holders === undefined) return undefined;
    const { nowMs } = simulator;
    const version = contents[calls.content[call]!]!.versionOf(calls.object[call]!, nowMs);
    const start = this.#random.below(holders.length);
    let found = NO_PEER;
    for (let tried = 0; tried < holders.length && found === NO_PEER; tried += 1) {
      const place = (start + tried) % holders.length;
      const { device, untilMs, version: has } = holders[place]!;
      if (device === calls.device[call] || untilMs < nowMs || has !== version) continue;
      if (this.#uploads[device]! < this.#settings.slots) found = place;
    }
    return holders[found];
  }

  #end(call: number, peer: number): void {
    const { calls, simulator } = this.#world;
    const { nowMs } = simulator;
    const holder = this.#serving.get(call)!;
    this.#serving.delete(call);
    this.#uploads[peer]! -= 1;
    if (this.#random.uniform() < this.#settings.leave) {
      this.#recorder.add(this.#broken, 1, nowMs);
      this.#toCdn(call);
      return;
    }
    const startMs = calls.startMs[call]!;
    this.#recorder.add(this.#requests, 1, startMs);
    this.#recorder.add(this.#bytes, calls.bytes[call]!, startMs);
    calls.version[call] = holder.version;
    calls.generatedAtMs[call] = holder.generatedAtMs;
    calls.notModified[call] = 0;
    this.isServing = true;
    this.#clients.received(call);
    this.isServing = false;
  }
}
