/** What is counted of people who join and leave, by the place of their device. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { Crowd } from '../crowd.ts';

export class MemberMeters {
  readonly #recorder: Recorder;
  readonly #placeOf: Uint16Array;
  readonly #joins: readonly number[];
  readonly #leaves: readonly number[];
  readonly #waits: readonly number[];

  constructor(
    { recorder, places }: World,
    traffic: string,
    clients: readonly Clients[],
    crowd: Crowd,
  ) {
    const labels = clients.map(({ place }) => ({ traffic, place: places[place]!.name }));
    this.#recorder = recorder;
    this.#placeOf = crowd.placeOf;
    this.#joins = labels.map((at) => recorder.counter('member_joins', at));
    this.#leaves = labels.map((at) => recorder.counter('member_leaves', at));
    this.#waits = labels.map((at) => recorder.histogram('member_change', at));
  }

  changed(device: number, isJoin: boolean, nowMs: number): void {
    const counters = isJoin ? this.#joins : this.#leaves;
    this.#recorder.add(counters[this.#placeOf[device]!]!, 1, nowMs);
  }

  /** A device has heard of it. */
  known(device: number, askedAtMs: number, nowMs: number): void {
    const histogram = this.#waits[this.#placeOf[device]!]!;
    this.#recorder.record(histogram, nowMs - askedAtMs, askedAtMs);
  }
}
