/** Graphs of contacts, and what is measured of them. */
import type { Random } from '../../../../sim/engine/random.ts';
import { Streams } from '../../../../sim/engine/streams.ts';
import type { Folk } from '../../../../sim/model/chat/people/contacts/contacts.ts';
import type { Graph } from '../../../../sim/model/chat/people/contacts/graph.ts';
import { contactModels } from '../../../../sim/model/chat/people/contacts/index.ts';
import { choose } from '../../../../sim/part/choice.ts';

export const folk = (count: number): Folk => ({
  count,
  other: (person: number, random: Random) => {
    const drawn = random.below(count - 1);
    return drawn < person ? drawn : drawn + 1;
  },
});

export function graphOf(name: string, count: number, params: object, seed = '1'): Graph {
  const part = contactModels.find(name)!;
  const chance = () => new Streams(seed, 0).stream('contacts');
  return choose(part, part.params.parse(params)).make({ people: folk(count), chance }).graph!;
}

export const meet = (graph: Graph, person: number): number[] =>
  Array.from({ length: graph.degree(person) }, (_, index) => graph.contact(person, index));

export const degreesOf = (graph: Graph): number[] =>
  Array.from({ length: graph.people }, (_, person) => graph.degree(person));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** Mean over people of the share of pairs of their contacts who know each other. Watts & Strogatz 1998. */
export function clustering(graph: Graph): number {
  const known = Array.from({ length: graph.people }, (_, person) => new Set(meet(graph, person)));
  return mean(
    known.map((contacts) => {
      const list = [...contacts];
      const pairs = (list.length * (list.length - 1)) / 2;
      if (pairs === 0) return 0;
      let closed = 0;
      for (const [at, one] of list.entries()) {
        for (const other of list.slice(at + 1)) if (known[one]!.has(other)) closed += 1;
      }
      return closed / pairs;
    }),
  );
}

/** Mean number of steps between two people, from some of them to all; of those who can be reached. */
export function pathLength(graph: Graph, from = graph.people): number {
  let [sum, count] = [0, 0];
  for (let start = 0; start < from; start += 1) {
    const steps = new Int32Array(graph.people).fill(-1);
    const queue = [Math.floor((start * graph.people) / from)];
    steps[queue[0]!] = 0;
    for (let at = 0; at < queue.length; at += 1) {
      for (const next of meet(graph, queue[at]!)) {
        if (steps[next]! >= 0) continue;
        steps[next] = steps[queue[at]!]! + 1;
        sum += steps[next]!;
        count += 1;
        queue.push(next);
      }
    }
  }
  return sum / count;
}

/** The sum of k^-alpha from `least` on: Hurwitz's zeta function, by Euler and Maclaurin. */
export function zeta(alpha: number, least: number): number {
  let sum = 0;
  const far = least + 50;
  for (let k = least; k < far; k += 1) sum += k ** -alpha;
  return (
    sum + far ** (1 - alpha) / (alpha - 1) + far ** -alpha / 2 + (alpha * far ** (-alpha - 1)) / 12
  );
}

/**
 * The exponent of whole numbers from `least` on that makes them most likely.
 * Source: Clauset, Shalizi & Newman, SIAM Review 51(4), 2009, eq. 3.5; its standard error is eq. 3.6.
 */
export function exponentOf(values: readonly number[], least: number) {
  const tail = values.filter((value) => value >= least);
  const logs = mean(tail.map((value) => Math.log(value)));
  const likelihood = (alpha: number) => -Math.log(zeta(alpha, least)) - alpha * logs;
  let [low, high] = [1.05, 6];
  for (let step = 0; step < 60; step += 1) {
    const [one, other] = [low + (high - low) / 3, high - (high - low) / 3];
    if (likelihood(one) < likelihood(other)) low = one;
    else high = other;
  }
  const alpha = (low + high) / 2;
  const step = 1e-3;
  const curvature =
    (2 * likelihood(alpha) - likelihood(alpha - step) - likelihood(alpha + step)) / step ** 2;
  return { alpha, error: 1 / Math.sqrt(tail.length * curvature), tail };
}

/** Kolmogorov & Smirnov: the greatest distance between the tail and the power law that fits it. */
export function distanceOf(values: readonly number[], least: number): number {
  const { alpha, tail } = exponentOf(values, least);
  const whole = zeta(alpha, least);
  const sorted = tail.sort((one, other) => one - other);
  let [model, at, worst] = [0, 0, 0];
  for (let k = least; at < sorted.length; k += 1) {
    while (sorted[at] === k) at += 1;
    model += k ** -alpha / whole;
    worst = Math.max(worst, Math.abs(at / sorted.length - model));
  }
  return worst;
}
