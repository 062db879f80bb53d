/** Who has a push service wake devices: a chat for those in the background, or a sender of notifications. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

/** Why a notification came to nothing. */
export const EXPIRED = 0;
/** A newer one with the same key took its place. */
export const COLLAPSED = 1;
/** Larger than the service takes, more than it keeps for a device, or lost on its way. */
export const DROPPED = 2;

export interface PushOwner {
  readonly traffic: string;
  /** Whose radio it is, and the number of the device there. */
  clientsOf(device: number): Clients;
  unitOf(device: number): number;
  /** Whether the device has a network now; else the notification is kept until `back`. */
  isReachable(device: number): boolean;
  /** The notification is on the device, whose radio was woken for it. */
  arrived(ticket: number): void;
  /** It is gone for good; of one that expires while it is kept only when the device is back. */
  gone(ticket: number, reason: number): void;
}

/** Where the notifications to the devices of one place are counted. */
export class PushMeters {
  readonly #recorder: Recorder;
  readonly #asked: number;
  readonly #arrived: number;
  readonly #gone: readonly number[];
  readonly #latency: number;
  readonly #kept: number;

  constructor({ recorder, places }: World, traffic: string, place: number) {
    const labels = { traffic, place: places[place]!.name };
    this.#recorder = recorder;
    this.#asked = recorder.counter('pushes', labels);
    this.#arrived = recorder.counter('pushes_arrived', labels);
    this.#gone = ['pushes_expired', 'pushes_collapsed', 'pushes_dropped'].map((name) =>
      recorder.counter(name, labels),
    );
    this.#kept = recorder.level('pushes_kept', labels);
    this.#latency = recorder.histogram('push_latency', labels, { windows: true });
  }

  asked(atMs: number): void {
    this.#recorder.add(this.#asked, 1, atMs);
  }

  arrived(askedMs: number, nowMs: number): void {
    this.#recorder.add(this.#arrived, 1, askedMs);
    this.#recorder.record(this.#latency, nowMs - askedMs, askedMs);
  }

  gone(reason: number, askedMs: number): void {
    this.#recorder.add(this.#gone[reason]!, 1, askedMs);
  }

  kept(by: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#kept, by, nowMs);
  }
}
