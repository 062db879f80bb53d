/** Spreads what a window allows over time, for senders that know how fast they want to be. */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import { toGrid } from '../../../engine/time.ts';

export class Pacing {
  readonly #simulator: Simulator;
  readonly #pace: (connection: number) => number;
  readonly #turn: HandlerId;
  #nextMs = new Float64Array(0);
  #isWaiting = new Uint8Array(0);

  /**
   * @param pace segments a ms that a connection may send.
   * @param goOn told when a connection may send again.
   */
  constructor(
    simulator: Simulator,
    pace: (connection: number) => number,
    goOn: (connection: number) => void,
  ) {
    this.#simulator = simulator;
    this.#pace = pace;
    this.#turn = simulator.handler((connection) => {
      this.#isWaiting[connection] = 0;
      goOn(connection);
    }, 'turn to send');
  }

  reserve(connections: number): void {
    this.#nextMs = grown(this.#nextMs, connections);
    this.#isWaiting = grown(this.#isWaiting, connections);
  }

  /** @returns whether a connection has to wait; then it will be told. */
  holds(connection: number): boolean {
    const { nowMs } = this.#simulator;
    const nextMs = toGrid(this.#nextMs[connection]!);
    if (nextMs <= nowMs) return false;
    if (this.#isWaiting[connection] === 0) {
      this.#isWaiting[connection] = 1;
      this.#simulator.at(nextMs, this.#turn, connection);
    }
    return true;
  }

  sent(connection: number, segments: number): void {
    const fromMs = Math.max(this.#nextMs[connection]!, this.#simulator.nowMs);
    this.#nextMs[connection] = fromMs + segments / this.#pace(connection);
  }
}
