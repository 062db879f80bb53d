/** What Reno and CUBIC share: a window for each connection, which slow start lets grow. */
import { grown } from '../../../../engine/grown.ts';
import { type Ack, LEAST_WINDOW } from './congestion.ts';
import { SlowStartExit } from './slow-start-exit.ts';

export class Windows {
  window = new Float64Array(0);
  threshold = new Float64Array(0);
  readonly #exit = new SlowStartExit();

  reserve(connections: number): void {
    this.window = grown(this.window, connections);
    this.threshold = grown(this.threshold, connections);
    this.#exit.reserve(connections);
  }

  begin(connection: number, initialWindow: number): void {
    this.window[connection] = initialWindow;
    this.threshold[connection] = Number.POSITIVE_INFINITY;
    this.#exit.begin(connection);
  }

  /**
   * A segment more for each that has arrived, up to the threshold. Source: RFC 5681 §3.1; not beyond
   * twice what is used: RFC 7661 §4.1, as in Linux.
   *
   * @returns segments of the acknowledgement that are left for congestion avoidance.
   */
  slowStart(connection: number, ack: Ack): number {
    const window = this.window[connection]!;
    const room = this.threshold[connection]! - window;
    if (room <= 0) return ack.segments;
    if (window >= 2 * ack.used) return 0;
    if (this.#exit.isTimeTo(connection, window, ack)) {
      this.threshold[connection] = window;
      return 0;
    }
    const taken = Math.min(room, ack.segments);
    this.window[connection] = window + taken;
    return ack.segments - taken;
  }

  /** @param factor part of the window that is left after a loss. */
  shrink(connection: number, factor: number): void {
    const threshold = Math.max(LEAST_WINDOW, this.window[connection]! * factor);
    this.threshold[connection] = threshold;
    this.window[connection] = threshold;
  }

  /** Source: RFC 5681 §3.1: one segment, and slow start up to the reduced window. */
  restart(connection: number, factor: number): void {
    this.shrink(connection, factor);
    this.window[connection] = 1;
  }

  /**
   * Half the window for each timeout without a word; slow start may then take it back to three
   * quarters of what it was. Source: RFC 2861 §3.1, as in Linux; RFC 5681 §4.1 goes to the initial
   * window at once.
   */
  rested(connection: number, idleMs: number, timeoutMs: number, initialWindow: number): void {
    const before = this.window[connection]!;
    this.threshold[connection] = Math.max(this.threshold[connection]!, THREE_QUARTERS * before);
    let window = before;
    for (let left = idleMs; left > timeoutMs && window > initialWindow; left -= timeoutMs) {
      window /= 2;
    }
    this.window[connection] = Math.min(before, Math.max(window, initialWindow));
  }
}

const THREE_QUARTERS = 3 / 4;
