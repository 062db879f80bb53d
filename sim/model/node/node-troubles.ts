/**
 * Nodes that are up and in trouble: health checks pass, and work takes longer or fails. Troubles of one
 * node add up: factors are multiplied, delays added, and a request fails unless it gets past each.
 */
import type { Random } from '../../engine/random.ts';

export interface Trouble {
  /** What service times are multiplied by, 1 or more. */
  readonly slowdown: number;
  /** What each request waits before the node begins with it, ms. */
  readonly delayMs: number;
  /** Share of requests that are answered with an error at once, 0 to 1. */
  readonly errorRatio: number;
}

export class NodeTroubles {
  /** By node: 1 for those whose requests wait or fail. */
  readonly isMet: Uint8Array;
  /** By node: what a service takes, times; 1 for those that are well. */
  readonly slowdown: Float64Array;
  /** By node, ms. */
  readonly delayMs: Float64Array;
  /** By node: how fast its clock is, ms; what waits for a time to pass does not look at clocks. */
  readonly clockErrorMs: Float64Array;
  readonly #errorRatio: Float64Array;
  readonly #random: (Random | undefined)[] = [];
  readonly #acting = new Map<number, Trouble[]>();

  constructor(nodes: number) {
    this.isMet = new Uint8Array(nodes);
    this.slowdown = new Float64Array(nodes).fill(1);
    this.delayMs = new Float64Array(nodes);
    this.clockErrorMs = new Float64Array(nodes);
    this.#errorRatio = new Float64Array(nodes);
  }

  /** @param random of the node: which of its requests fail. */
  begin(node: number, trouble: Trouble, random: Random): void {
    this.#random[node] ??= random;
    this.#acting.set(node, [...(this.#acting.get(node) ?? []), trouble]);
    this.#addUp(node);
  }

  /** Does nothing when the trouble has not begun there. */
  end(node: number, trouble: Trouble): void {
    const acting = this.#acting.get(node) ?? [];
    this.#acting.set(
      node,
      acting.filter((one) => one !== trouble),
    );
    this.#addUp(node);
  }

  /** Draws whether the request that has reached a node fails. */
  fails(node: number): boolean {
    const errorRatio = this.#errorRatio[node]!;
    return errorRatio > 0 && this.#random[node]!.uniform() < errorRatio;
  }

  #addUp(node: number): void {
    let slowdown = 1;
    let delayMs = 0;
    let passes = 1;
    for (const trouble of this.#acting.get(node) ?? []) {
      slowdown *= trouble.slowdown;
      delayMs += trouble.delayMs;
      passes *= 1 - trouble.errorRatio;
    }
    this.slowdown[node] = slowdown;
    this.delayMs[node] = delayMs;
    this.#errorRatio[node] = 1 - passes;
    this.isMet[node] = delayMs > 0 || passes < 1 ? 1 : 0;
  }
}
