/** Which phases of the timeline a moment belongs to. */

export interface NamedSpan {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Time that spans cover together between two moments, ms: where they overlap it counts once. */
export function coveredMs(spans: readonly NamedSpan[], fromMs: number, toMs: number): number {
  const inOrder = [...spans].sort((a, b) => a.fromMs - b.fromMs);
  let reachedMs = fromMs;
  let sumMs = 0;
  for (const span of inOrder) {
    const beginMs = Math.max(reachedMs, span.fromMs);
    const endMs = Math.min(toMs, span.toMs);
    if (endMs <= beginMs) continue;
    sumMs += endMs - beginMs;
    reachedMs = endMs;
  }
  return sumMs;
}

/**
 * Phases by time. Phases of one name count as one, also where they overlap. A moment is looked up
 * with a cursor, for moments come nearly in order and neighbours share their answer.
 */
export class PhaseMap {
  /** Names without repetition, in the order they were first given. */
  readonly names: readonly string[];
  readonly #spans: readonly NamedSpan[];
  /** Ascending moments at which a phase begins or ends. */
  readonly #edges: Float64Array;
  /** Active phases, as indices into `names`: before the first edge, then after each. */
  readonly #active: readonly Int32Array[];
  #cursor = 0;

  constructor(spans: readonly NamedSpan[]) {
    this.#spans = spans;
    this.names = [...new Set(spans.map((span) => span.name))];
    const edges = new Set(spans.flatMap((span) => [span.fromMs, span.toMs]));
    this.#edges = Float64Array.from(edges).sort((a, b) => a - b);
    this.#active = [-Infinity, ...this.#edges].map((edgeMs) => this.#activeFrom(edgeMs));
  }

  #activeFrom(edgeMs: number): Int32Array {
    const holds = (span: NamedSpan) => span.fromMs <= edgeMs && edgeMs < span.toMs;
    const active = new Set(this.#spans.filter(holds).map((span) => span.name));
    return Int32Array.from(active, (name) => this.names.indexOf(name));
  }

  /** Indices into `names` of the phases with fromMs <= atMs < toMs. */
  at(atMs: number): Int32Array {
    const edges = this.#edges;
    let cursor = this.#cursor;
    while (cursor < edges.length && atMs >= edges[cursor]!) cursor++;
    while (cursor > 0 && atMs < edges[cursor - 1]!) cursor--;
    this.#cursor = cursor;
    return this.#active[cursor]!;
  }

  /** The first moment after this one at which a phase begins or ends; Infinity when there is none. */
  nextEdgeMs(atMs: number): number {
    this.at(atMs);
    return this.#edges[this.#cursor] ?? Number.POSITIVE_INFINITY;
  }

  /** Time that the phases of a name cover between two moments, ms. */
  coveredMs(name: string, fromMs: number, toMs: number): number {
    return coveredMs(
      this.#spans.filter((span) => span.name === name),
      fromMs,
      toMs,
    );
  }
}
