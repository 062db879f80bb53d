/** A service that has one connection to each device, over which all programs may wake it: APNs, FCM. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { Station } from '../../../engine/station.ts';
import { bytes, count, duration } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';
import { GIVES_UP_MS } from '../../net/disturbance.ts';
import type { Clients } from '../../node/clients.ts';
import { type Node, type NodeContext, nodeKind } from '../../node/node.ts';
import { requestBytes } from '../../wire/http-messages.ts';
import { carriageOf } from '../../wire/tls.ts';
import { DeviceLine } from '../protocols/device-line.ts';
import { NONE, Notifications } from './notifications.ts';
import { COLLAPSED, DROPPED, EXPIRED, PushMeters, type PushOwner } from './push-owner.ts';

interface PushSettings {
  readonly workers: number;
  readonly service: Distribution;
  readonly payloadBytes: number;
  readonly headerBytes: number;
  readonly kept: number;
  readonly longestMs: number;
}

/** What the service knows of one owner. */
interface Account {
  readonly owner: PushOwner;
  readonly meters: Map<Clients, PushMeters>;
  readonly lines: Map<Clients, DeviceLine>;
  /** By device: the first that is kept for it. */
  readonly kept: Map<number, number>;
}

/** From a sender that stands beside the service: no network lies between. */
export const NO_NODE = -1;

export class PushService implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly #world: NodeContext['world'];
  readonly #settings: PushSettings;
  readonly #random: Random;
  readonly #station: Station;
  readonly #pushes = new Notifications();
  readonly #accounts: Account[] = [];
  readonly #arrive: HandlerId;
  readonly #unheard: HandlerId;

  constructor(context: NodeContext, settings: PushSettings) {
    const { name, group, place, id, world } = context;
    this.name = name;
    this.group = group;
    this.place = place;
    this.id = id;
    this.detail = `${settings.workers} workers`;
    this.#world = world;
    this.#settings = settings;
    this.#random = world.streams.stream(`${name}/service`);
    const { simulator } = world;
    this.#station = new Station(simulator, { servers: settings.workers }, (slot) =>
      this.#handOut(slot),
    );
    this.#arrive = simulator.handler((slot) => this.#take(slot), 'push at the service');
    this.#unheard = simulator.handler((slot) => this.#end(slot, DROPPED), 'push given up');
  }

  connect(): void {}

  /** @returns the number under which the owner hands its notifications in. Only while the world is built. */
  owner(owner: PushOwner): number {
    return this.#accounts.push({ owner, meters: new Map(), lines: new Map(), kept: new Map() }) - 1;
  }

  /** Devices at these clients will be sent something. Only while the world is built. */
  reach(owner: number, clients: Clients): void {
    const { traffic } = this.#accounts[owner]!.owner;
    const { meters, lines } = this.#accounts[owner]!;
    meters.set(clients, new PushMeters(this.#world, traffic, clients.place));
    const line = new DeviceLine(this.#world, clients, `${traffic}/push`, {
      atServer: () => {},
      atDevice: (slot, isLost) => this.#atDevice(slot, isLost),
    });
    lines.set(clients, line);
  }

  /**
   * Sends a notification.
   *
   * @param from node that asks for it, or `NO_NODE`.
   * @param key 0 or more: takes the place of one with this key that is kept; -1: of none.
   * @param livesMs after this it is worth nothing; the service has a limit of its own.
   */
  send(
    owner: number,
    ticket: number,
    from: number,
    device: number,
    bytes: number,
    key: number,
    livesMs: number,
  ): void {
    const { simulator, exchange } = this.#world;
    const { nowMs } = simulator;
    const pushes = this.#pushes;
    const slot = pushes.make();
    pushes.owner[slot] = owner;
    pushes.ticket[slot] = ticket;
    pushes.device[slot] = device;
    pushes.bytes[slot] = bytes;
    pushes.key[slot] = key;
    pushes.askedMs[slot] = nowMs;
    pushes.expiresMs[slot] = nowMs + Math.min(livesMs, this.#settings.longestMs);
    this.#meters(slot).asked(nowMs);
    const sent = carriageOf(true).wire(requestBytes('http-2', bytes));
    const delayMs = from === NO_NODE ? 0 : exchange.carry(from, this.id, sent, nowMs);
    if (delayMs < Number.POSITIVE_INFINITY) simulator.after(delayMs, this.#arrive, slot);
    else simulator.after(GIVES_UP_MS, this.#unheard, slot);
  }

  /** A device has a network again: all that is kept for it leaves, the oldest first. */
  back(owner: number, device: number): void {
    const { kept } = this.#accounts[owner]!;
    const { nowMs } = this.#world.simulator;
    let slot = kept.get(device) ?? NONE;
    kept.delete(device);
    while (slot !== NONE) {
      const next = this.#pushes.next[slot]!;
      this.#meters(slot).kept(-1, nowMs);
      this.#forward(slot);
      slot = next;
    }
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a push service serves push`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a push service asks nobody`);
  }

  /** What is kept lies on disks; what is worked on is gone. */
  crash(): void {
    this.#station.clear((slot) => this.#end(slot, DROPPED));
  }

  #take(slot: number): void {
    const isTooLarge = this.#pushes.bytes[slot]! > this.#settings.payloadBytes;
    const { exchange } = this.#world;
    if (isTooLarge || exchange.up[this.id] === 0) {
      this.#end(slot, DROPPED);
      return;
    }
    const slowdown = exchange.troubles.slowdown[this.id]!;
    this.#station.submit(slot, this.#settings.service.sample(this.#random) * slowdown);
  }

  #handOut(slot: number): void {
    const device = this.#pushes.device[slot]!;
    if (this.#ownerOf(slot).isReachable(device)) this.#forward(slot);
    else this.#keep(slot);
  }

  /** Towards the device, over the connection that it has all the time. */
  #forward(slot: number): void {
    const { owner, device, bytes, expiresMs } = this.#pushes;
    if (expiresMs[slot]! <= this.#world.simulator.nowMs) {
      this.#end(slot, EXPIRED);
      return;
    }
    const { owner: whose, lines } = this.#accounts[owner[slot]!]!;
    const wire = carriageOf(true).wire(bytes[slot]! + this.#settings.headerBytes);
    const line = lines.get(whose.clientsOf(device[slot]!))!;
    line.down(slot, whose.unitOf(device[slot]!), wire, this.id);
  }

  #atDevice(slot: number, isLost: boolean): void {
    const whose = this.#ownerOf(slot);
    const { nowMs } = this.#world.simulator;
    if (isLost || !whose.isReachable(this.#pushes.device[slot]!)) {
      // Nothing confirms it, so that it is kept for the next time.
      this.#keep(slot);
      return;
    }
    if (this.#pushes.expiresMs[slot]! < nowMs) {
      this.#end(slot, EXPIRED);
      return;
    }
    this.#meters(slot).arrived(this.#pushes.askedMs[slot]!, nowMs);
    const ticket = this.#pushes.ticket[slot]!;
    this.#pushes.release(slot);
    whose.arrived(ticket);
  }

  /** Behind what is kept already; in the place of one with its key; alone when there are too many. */
  #keep(slot: number): void {
    const { kept } = this.#accounts[this.#pushes.owner[slot]!]!;
    const { next, device } = this.#pushes;
    const whose = device[slot]!;
    next[slot] = NONE;
    let count = 0;
    let last = NONE;
    for (let one = kept.get(whose) ?? NONE; one !== NONE; ) {
      const after = this.#pushes.next[one]!;
      if (this.#isSameKey(one, slot)) this.#discard(whose, one, last, COLLAPSED);
      else {
        last = one;
        count += 1;
      }
      one = after;
    }
    if (count >= this.#settings.kept) {
      while (kept.has(whose)) this.#discard(whose, kept.get(whose)!, NONE, DROPPED);
      last = NONE;
    }
    if (last === NONE) kept.set(whose, slot);
    else this.#pushes.next[last] = slot;
    this.#meters(slot).kept(1, this.#world.simulator.nowMs);
  }

  #isSameKey(one: number, other: number): boolean {
    const { key } = this.#pushes;
    return key[one]! >= 0 && key[one] === key[other];
  }

  /** @param before the one in front of it in its device's list, or `NONE`. */
  #discard(device: number, slot: number, before: number, reason: number): void {
    const { kept } = this.#accounts[this.#pushes.owner[slot]!]!;
    const next = this.#pushes.next[slot]!;
    if (before !== NONE) this.#pushes.next[before] = next;
    else if (next === NONE) kept.delete(device);
    else kept.set(device, next);
    this.#meters(slot).kept(-1, this.#world.simulator.nowMs);
    this.#end(slot, reason);
  }

  #end(slot: number, reason: number): void {
    const ticket = this.#pushes.ticket[slot]!;
    const whose = this.#ownerOf(slot);
    this.#meters(slot).gone(reason, this.#pushes.askedMs[slot]!);
    this.#pushes.release(slot);
    whose.gone(ticket, reason);
  }

  #ownerOf(slot: number): PushOwner {
    return this.#accounts[this.#pushes.owner[slot]!]!.owner;
  }

  #meters(slot: number): PushMeters {
    const { owner, meters } = this.#accounts[this.#pushes.owner[slot]!]!;
    return meters.get(owner.clientsOf(this.#pushes.device[slot]!))!;
  }
}

export const push = nodeKind({
  name: 'push',
  summary: 'a push service: wakes devices over a connection that all their programs share',
  source:
    'APNs and FCM documentation (2024): payload of 4096 bytes, kept for 28 days at the most, 100 kept for a device and all dropped beyond, collapse keys; work and headers are assumptions',
  serves: ['push'],
  params: {
    workers: count({ min: 1 }).prefault(64).describe('notifications worked on at the same time'),
    service: varying(duration, '2ms').describe('work on one notification (assumption)'),
    payload: bytes({ min: 1 })
      .prefault('4096B')
      .describe('largest payload; VoIP notifications of APNs may have 5120B'),
    header: bytes()
      .prefault('61B')
      .describe('bytes around a payload on the way to the device (assumption)'),
    kept: count({ min: 1 })
      .prefault(100)
      .describe('notifications kept for one device of one traffic; one more drops all of them'),
    'longest-ttl': duration({ above: 0 })
      .prefault('28d')
      .describe('no notification is kept for longer'),
  },
  make: (params, context) =>
    new PushService(context, {
      workers: params.workers,
      service: params.service.make(),
      payloadBytes: params.payload,
      headerBytes: params.header,
      kept: params.kept,
      longestMs: params['longest-ttl'],
    }),
});
