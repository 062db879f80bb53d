import { type Ack, type Congestion, congestionControl } from './congestion.ts';
import { Windows } from './windows.ts';

/** Part of the window that a loss leaves. Source: RFC 5681 §3.1, eq. 4. */
const HALF = 0.5;

/** One segment more a round trip, half the window after a loss. */
class Reno implements Congestion {
  readonly #windows = new Windows();

  reserve(connections: number): void {
    this.#windows.reserve(connections);
  }

  begin(connection: number, initialWindow: number): void {
    this.#windows.begin(connection, initialWindow);
  }

  window(connection: number): number {
    return this.#windows.window[connection]!;
  }

  acknowledged(connection: number, ack: Ack): void {
    if (ack.isRecovering) return;
    const left = this.#windows.slowStart(connection, ack);
    const { window } = this.#windows;
    if (ack.used < window[connection]! - 1) return;
    // Source: RFC 5681 §3.1, eq. 3.
    window[connection]! += left / window[connection]!;
  }

  lost(connection: number): void {
    this.#windows.shrink(connection, HALF);
  }

  timedOut(connection: number): void {
    this.#windows.restart(connection, HALF);
  }

  rested(connection: number, idleMs: number, timeoutMs: number, initialWindow: number): void {
    this.#windows.rested(connection, idleMs, timeoutMs, initialWindow);
  }
}

export const reno = congestionControl({
  name: 'reno',
  summary: 'adds a segment a round trip, and halves the window after a loss',
  source: 'RFC 5681 §3; slow start ends as HyStart has it, Ha & Rhee, 2011',
  params: {},
  make: () => new Reno(),
});
