/** In which state a device was when a message was sent to it. */
import type { World } from '../../node/world.ts';
import type { Sessions } from './sessions.ts';

/** By the numbers that sessions have for them. */
export const STATE_NAMES = ['online', 'background', 'offline'] as const;

export class States {
  readonly #sessions: Sessions;
  /** By device: when it last became what it is, ms, and what it was before. */
  readonly #sinceMs: Float64Array;
  readonly #before: Uint8Array;

  constructor(world: World, sessions: Sessions, devices: number) {
    this.#sessions = sessions;
    this.#sinceMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#before = new Uint8Array(devices);
    sessions.listen({
      changed: (device, before) => {
        this.#sinceMs[device] = world.simulator.nowMs;
        this.#before[device] = before;
      },
    });
  }

  /**
   * What it was at a time: as it is now, or as it was before. Who has changed twice since counts as what it was
   * before the last change.
   */
  at(device: number, timeMs: number): number {
    const isSince = timeMs >= this.#sinceMs[device]!;
    return isSince ? this.#sessions.state[device]! : this.#before[device]!;
  }
}
