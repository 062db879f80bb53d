import { z } from 'zod';
import { count } from '../../../../../part/units.ts';
import { NOT_SHOWN, type Stage } from '../stage.ts';
import { downLeg, type Topology, topology, upLeg } from './topology.ts';

/** Each layer has a quarter of the next one's pixels, and of its rate. The use: RFC 8853 §3; the factor, half the width and height, is an assumption. */
const LAYER_RATIO = 4;
/** A layer is sent at less than its rate, but not below this part of it (assumption). */
const LEAST_OF_LAYER = 0.5;

interface SfuSettings {
  readonly server: string;
  readonly layers: number;
  readonly last: number;
}

/** Forwards what it gets: to each member as many cameras, in as good a layer, as his way down has room for. */
class Sfu implements Topology {
  readonly server: string;
  readonly holdsMs = 0;
  readonly #layers: number;
  readonly #last: number;
  /** By member and layer: bit/s sent to the server. */
  #bits = new Float64Array(0);
  /** Members whose cameras are on, who spoke last first. */
  #senders = new Int32Array(0);
  #senderCount = 0;
  /** By rank of these: 1 for those that fit in the lowest layer. */
  #fits = new Uint8Array(0);
  /** Of the receiver that is planned: bit/s left over, and the fewest that would show him something better. */
  #left = 0;
  #next = 0;

  constructor({ server, layers, last }: SfuSettings) {
    this.server = server;
    this.#layers = layers;
    this.#last = last;
  }

  cores(): number {
    return 0;
  }

  plan(stage: Stage): void {
    const { size, here } = stage;
    if (this.#bits.length < size * this.#layers) {
      this.#bits = new Float64Array(size * this.#layers);
      this.#senders = new Int32Array(size);
      this.#fits = new Uint8Array(size);
    }
    this.#findSenders(stage);
    for (let member = 0; member < size; member += 1) {
      if (here[member] === 1) this.#planUp(stage, member);
      else stage.clear(upLeg(size, member));
    }
    for (let member = 0; member < size; member += 1) {
      if (here[member] === 1) this.#planDown(stage, member);
      else stage.clear(downLeg(size, member));
    }
  }

  #findSenders({ size, order, here, camera }: Stage): void {
    this.#senderCount = 0;
    for (let rank = 0; rank < size; rank += 1) {
      const member = order[rank]!;
      if (here[member] === 0 || camera[member] === 0) continue;
      this.#senders[this.#senderCount] = member;
      this.#senderCount += 1;
    }
  }

  /** Low layers first: what is left goes to the highest that it is worth. */
  #planUp(stage: Stage, member: number): void {
    const { size, camera, video, padding } = stage;
    const leg = upLeg(size, member);
    let left = stage.fill(leg, stage.speaks[member]!);
    let nominal = camera[member]!;
    for (let layer = 1; layer < this.#layers; layer += 1) nominal /= LAYER_RATIO;
    let sum = 0;
    for (let layer = 0; layer < this.#layers; layer += 1) {
      const least = layer === 0 ? 0 : LEAST_OF_LAYER * nominal;
      const bits = left >= least ? Math.min(nominal, left) : 0;
      this.#bits[member * this.#layers + layer] = bits;
      sum += bits;
      if (bits === 0 && nominal > 0 && padding[leg] === 0) padding[leg] = Math.min(left, least);
      left = bits < nominal ? 0 : left - bits;
      nominal *= LAYER_RATIO;
    }
    video[leg] = sum;
  }

  #planDown(stage: Stage, to: number): void {
    const { size, video, wanted, shown, padding } = stage;
    const leg = downLeg(size, to);
    let left = stage.fill(leg, stage.voicesFor(to));
    this.#next = 0;
    const layers = this.#layers;
    let [seen, fits] = [0, 0];
    // First all who fit in the lowest layer; then better ones, for those who spoke last.
    for (let rank = 0; rank < this.#senderCount; rank += 1) {
      const from = this.#senders[rank]!;
      if (from === to) continue;
      const bits = this.#bits[from * layers]!;
      const isShown = seen < this.#last && bits > 0 && bits <= left;
      this.#fits[rank] = isShown ? 1 : 0;
      if (!isShown && seen < this.#last) this.#wouldHelp(bits);
      if (seen < this.#last) seen += 1;
      if (!isShown) continue;
      left -= bits;
      fits += 1;
    }
    wanted[to] = seen;
    shown[to] = fits;
    video[leg] = this.#raise(stage, to, left);
    padding[leg] = Math.min(this.#left, this.#next);
  }

  /** So many bits more would show more, or better. */
  #wouldHelp(bits: number): void {
    if (bits > 0 && (this.#next === 0 || bits < this.#next)) this.#next = bits;
  }

  /** @returns bit/s of what came from the cameras that are shown. */
  #raise(stage: Stage, to: number, room: number): number {
    let left = room;
    let sum = 0;
    for (let rank = 0; rank < this.#senderCount; rank += 1) {
      const from = this.#senders[rank]!;
      if (from === to) continue;
      if (this.#fits[rank] === 0) {
        stage.show(from, to, NOT_SHOWN);
        continue;
      }
      const lowest = this.#bits[from * this.#layers]!;
      let layer = this.#layers - 1;
      while (layer > 0 && !this.#isBetter(from, layer, lowest, left)) layer -= 1;
      stage.show(from, to, layer);
      const bits = this.#bits[from * this.#layers + layer]!;
      const better = layer + 1 < this.#layers ? this.#bits[from * this.#layers + layer + 1]! : 0;
      this.#wouldHelp(better - bits);
      left -= bits - lowest;
      sum += bits * stage.fresh[from]!;
    }
    this.#left = left;
    return sum;
  }

  #isBetter(from: number, layer: number, lowest: number, left: number): boolean {
    const bits = this.#bits[from * this.#layers + layer]!;
    return bits > lowest && bits - lowest <= left;
  }
}

export const sfu = topology({
  name: 'sfu',
  summary: 'a server forwards to each member what his way down has room for',
  source:
    'RFC 7667 §3.7 (selective forwarding middlebox); reference/domain.md §4.4: up one camera, down n − 1',
  params: {
    server: z.string().describe('group of the servers that forward'),
    layers: count({ min: 1, max: 4 })
      .prefault(3)
      .describe(
        'sizes in which each camera is sent at the same time (simulcast), each of a quarter of the next one’s rate: 3 add 31 % up',
      ),
    last: count({ min: 1, max: 10_000 })
      .prefault(25)
      .describe('cameras that a member sees at most: of those who spoke last (assumption)'),
  },
  main: 'server',
  make: (settings) => new Sfu(settings),
});
