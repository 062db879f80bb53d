/** What is measured at the radios of a group of devices. */

import type { Recorder } from '../../result/recorder.ts';
import { MS_PER_HOUR } from './battery.ts';
import type { AccessContext } from './profile.ts';

export class RadioMeters {
  readonly #recorder: Recorder;
  readonly #power: number;
  readonly #tries: number;
  readonly #collisions: number;
  readonly #wakeUps: number;

  /** @param idleMw what one device draws all the time. */
  constructor(context: AccessContext, idleMw: number) {
    const { recorder, labels, devices, batteryWh, simulator } = context;
    this.#recorder = recorder;
    this.#power = recorder.level('radio_power', labels);
    this.#tries = recorder.counter('radio_tries', labels);
    this.#collisions = recorder.counter('radio_collisions', labels);
    this.#wakeUps = recorder.counter('radio_wakeups', labels);
    // Over the power this is the time for which the batteries last, ms: both are in mW.
    const battery = recorder.level('radio_battery', labels);
    recorder.changeLevel(battery, devices * batteryWh * 1000 * MS_PER_HOUR, simulator.nowMs);
    recorder.changeLevel(this.#power, devices * idleMw, simulator.nowMs);
  }

  /** Something that a radio does beside idling, counted whole when it begins. 1 mJ is 1000 mW·ms. */
  spend(millijoules: number, nowMs: number): void {
    this.#recorder.add(this.#power, millijoules * 1000, nowMs);
  }

  tried(times: number, nowMs: number): void {
    if (times > 0) this.#recorder.add(this.#tries, times, nowMs);
  }

  collided(times: number, nowMs: number): void {
    if (times > 0) this.#recorder.add(this.#collisions, times, nowMs);
  }

  woke(nowMs: number): void {
    this.#recorder.add(this.#wakeUps, 1, nowMs);
  }
}
