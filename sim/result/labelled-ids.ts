/** Gives every metric with its labels one small integer, so that recording needs no look-up. */
import type { Metric } from './metric.ts';
import { findMetric } from './metrics.ts';
import type { Labels } from './result.ts';

export interface Labelled {
  readonly metric: string;
  readonly labels: Labels;
}

export class LabelledIds {
  readonly entries: Labelled[] = [];
  readonly #kind: Metric['kind'];
  readonly #ids = new Map<string, number>();

  constructor(kind: Metric['kind']) {
    this.#kind = kind;
  }

  /**
   * The same number for the same metric and labels, in whatever order these are given.
   *
   * @param kind of the metric, when it is not that of all others.
   * @throws Error for a metric or label that the catalogue does not have: our bug.
   */
  id(metric: string, labels: Labels, kind = this.#kind): number {
    this.#check(metric, labels, kind);
    const names = Object.keys(labels).sort((a, b) => (a < b ? -1 : 1));
    const ordered = Object.fromEntries(names.map((name) => [name, labels[name]!]));
    const key = JSON.stringify([metric, ordered]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.entries.length;
    this.entries.push({ metric, labels: ordered });
    this.#ids.set(key, id);
    return id;
  }

  #check(name: string, labels: Labels, kind: Metric['kind']): void {
    const metric = findMetric(name);
    if (metric?.kind !== kind) {
      throw new Error(`${name}: expected a ${kind} of the catalogue of metrics`);
    }
    for (const label of Object.keys(labels)) {
      if (metric.labels.includes(label)) continue;
      throw new Error(
        `${name}{${label}}: expected a label of ${metric.labels.join(', ') || 'none'}`,
      );
    }
  }
}
