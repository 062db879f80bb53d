/** Publications that real clients and brokers carry: what is counted of them, and that each is counted once. */
import { grown } from '../../../engine/grown.ts';
import type { Crew, LastWords, ThingsTold, Wires } from '../../node/telegraph.ts';
import type { TrafficContext } from '../traffic.ts';
import type { TopicSubscribers } from './subscriptions.ts';
import type { ThingMeters } from './thing-meters.ts';

const FIRST_MESSAGES = 1024;

export interface WiredParts {
  readonly context: TrafficContext;
  readonly subscribers: TopicSubscribers;
  readonly meters: readonly ThingMeters[];
  brokerOf(place: number, device: number): number;
  /** Whether what a device has not got when its connection ends is kept for it. */
  readonly isKept: boolean;
  readonly isWarm: boolean;
  /** Whether packets may come twice. */
  readonly isConfirmed: boolean;
  lastWordsOf(place: number, device: number): LastWords | undefined;
}

export class WiredPubSub {
  readonly #parts: WiredParts;
  readonly #wires: readonly Wires[];
  /** By message: who published it where, to what, and when. */
  #topic = new Int32Array(FIRST_MESSAGES);
  #place = new Int32Array(FIRST_MESSAGES);
  #sentAtMs = new Float64Array(FIRST_MESSAGES);
  #messages = 0;
  /** By place and device: messages that its broker has for it and that it has not got. */
  readonly #due: readonly (readonly Set<number>[])[];
  readonly #isConnected: readonly Uint8Array[];
  readonly #isKnown: readonly Uint8Array[];
  /** Messages that brokers have had, where they can come twice. */
  readonly #had = new Set<number>();

  constructor(parts: WiredParts) {
    this.#parts = parts;
    const { clients, world } = parts.context;
    const flags = (devices: number) => new Uint8Array(devices).fill(parts.isWarm ? 1 : 0);
    this.#due = clients.map(({ devices }) => Array.from({ length: devices }, () => new Set()));
    this.#isConnected = clients.map(({ devices }) => flags(devices));
    this.#isKnown = clients.map(({ devices }) => flags(devices));
    const telegraph = world.telegraph!;
    this.#wires = clients.map((_, place) => telegraph.join(this.#crew(place)));
  }

  /** A device publishes. */
  publish(place: number, device: number, topic: number, bytes: number): void {
    this.#wires[place]!.publish(this.#make(place, topic), device, topic, bytes);
  }

  wiresOf(place: number): Wires {
    return this.#wires[place]!;
  }

  disconnect(): void {
    for (const wires of this.#wires) wires.disconnect();
  }

  #crew(place: number): Crew {
    const { context, subscribers, brokerOf, lastWordsOf } = this.#parts;
    const { id, devices } = context.clients[place]!;
    return {
      traffic: context.name,
      node: id,
      devices,
      stays: true,
      serverOf: (device) => brokerOf(place, device),
      topicsOf: (device) => subscribers.topicsOf(place, device),
      brokersOf: (topic) => [...new Set(subscribers.of(topic).map(({ broker }) => broker))],
      deliveriesOf: (message) => subscribers.of(this.#topic[message]!).length,
      lastWordsOf: (device) => lastWordsOf(place, device),
      told: this.#told(place),
    };
  }

  #told(place: number): ThingsTold {
    const meters = this.#parts.meters[place]!;
    const { simulator } = this.#parts.context.world;
    return {
      reached: (message, broker) => this.#reached(message, broker),
      shown: (message, device, isRetained) => this.#shown(message, place, device, isRetained),
      missed: (message, device) => {
        if (this.#due[place]![device]!.delete(message))
          meters.count('undelivered', this.#sentAtMs[message]!);
      },
      lost: (message) => this.#lost(message),
      begun: (device, isRemembered) => {
        // What came with time 0 was there before the run.
        if (simulator.nowMs > 0) meters.count('openings', simulator.nowMs);
        if (!isRemembered) this.#forget(place, device);
        this.#isConnected[place]![device] = 1;
        this.#isKnown[place]![device] = 1;
      },
      ended: (device, isReplaced) => {
        meters.count('wills', simulator.nowMs);
        if (!isReplaced) this.#isConnected[place]![device] = 0;
        if (!this.#parts.isKept) this.#forget(place, device);
      },
      saysWill: (device) => this.#make(place, this.#parts.lastWordsOf(place, device)!.topic),
      crashed: (broker, isForgetful) => this.#crashed(broker, isForgetful),
      sent: (packets, bytes) => {
        meters.count('protocol_packets', simulator.nowMs, packets);
        meters.count('protocol_bytes', simulator.nowMs, bytes);
      },
    };
  }

  #make(place: number, topic: number): number {
    const message = this.#messages;
    this.#messages += 1;
    if (message === this.#topic.length) {
      this.#topic = grown(this.#topic, 2 * message);
      this.#place = grown(this.#place, 2 * message);
      this.#sentAtMs = grown(this.#sentAtMs, 2 * message);
    }
    const { nowMs } = this.#parts.context.world.simulator;
    this.#topic[message] = topic;
    this.#place[message] = place;
    this.#sentAtMs[message] = nowMs;
    this.#parts.meters[place]!.count('messages', nowMs);
    return message;
  }

  /** A broker has a message for those of its devices that have subscribed. */
  #reached(message: number, broker: number): void {
    const { isConfirmed, isKept, subscribers, meters, context } = this.#parts;
    const sentAtMs = this.#sentAtMs[message]!;
    if (isConfirmed) {
      const key = message * context.world.nodes.length + broker;
      if (this.#had.has(key)) {
        meters[this.#place[message]!]!.count('wire_duplicates', sentAtMs);
        return;
      }
      this.#had.add(key);
    }
    for (const { place, device, broker: its } of subscribers.of(this.#topic[message]!)) {
      if (its !== broker) continue;
      const isThere = isKept ? this.#isKnown[place]![device] : this.#isConnected[place]![device];
      if (isThere === 1) this.#due[place]![device]!.add(message);
      else meters[place]!.count('undelivered', sentAtMs);
    }
  }

  #shown(message: number, place: number, device: number, isRetained: boolean): void {
    const { meters, context } = this.#parts;
    const sentAtMs = this.#sentAtMs[message]!;
    const its = meters[place]!;
    if (isRetained) its.count('retained_deliveries', context.world.simulator.nowMs);
    else if (this.#due[place]![device]!.delete(message)) {
      its.handedOn(true, sentAtMs, context.world.simulator.nowMs);
    } else its.count('wire_duplicates', sentAtMs);
  }

  /** No broker has got it: nobody gets it. */
  #lost(message: number): void {
    const { subscribers, meters } = this.#parts;
    for (const { place } of subscribers.of(this.#topic[message]!)) {
      meters[place]!.count('undelivered', this.#sentAtMs[message]!);
    }
  }

  /** What its broker had for a device is gone. */
  #forget(place: number, device: number): void {
    const due = this.#due[place]![device]!;
    for (const message of due) {
      this.#parts.meters[place]!.count('undelivered', this.#sentAtMs[message]!);
    }
    due.clear();
  }

  #crashed(broker: number, isForgetful: boolean): void {
    const { brokerOf, isKept } = this.#parts;
    for (const [place, known] of this.#isKnown.entries()) {
      for (let device = 0; device < known.length; device += 1) {
        if (brokerOf(place, device) !== broker) continue;
        this.#isConnected[place]![device] = 0;
        if (isForgetful) known[device] = 0;
        if (isForgetful || !isKept) this.#forget(place, device);
      }
    }
  }
}
