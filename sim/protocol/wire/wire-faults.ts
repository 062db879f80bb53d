/** Faults of single connections: who reads no more, what is reset, what is half-open. */
import type { Random } from '../../engine/random.ts';
import type { Meets, WireFaults } from '../../model/node/wire-faults.ts';
import type { Open } from './network.ts';
import type { VirtualSocket } from './socket.ts';

/** Programs that do not read, while it lasts. */
interface Stall {
  readonly nodes: ReadonlySet<number>;
  readonly shareRatio: number;
  readonly stalled: VirtualSocket[];
}

export class ConnectionFaults implements WireFaults {
  readonly #random: Random;
  readonly #open: () => Iterable<Open>;
  readonly #stalls = new Set<Stall>();

  constructor(random: Random, open: () => Iterable<Open>) {
    this.#random = random;
    this.#open = open;
  }

  /** There is a new connection. */
  joined(open: Open): void {
    for (const stall of this.#stalls) this.#stallIn(stall, open);
  }

  stall(nodes: readonly number[], shareRatio: number): () => void {
    const stall: Stall = { nodes: new Set(nodes), shareRatio, stalled: [] };
    this.#stalls.add(stall);
    for (const open of this.#open()) this.#stallIn(stall, open);
    return () => {
      this.#stalls.delete(stall);
      for (const socket of stall.stalled) socket.stall(-1);
    };
  }

  reset(meets: Meets, shareRatio: number): void {
    for (const { connection } of this.#some(meets, shareRatio)) connection.reset();
  }

  vanish(meets: Meets, shareRatio: number): void {
    for (const { connection } of this.#some(meets, shareRatio)) connection.vanish();
  }

  /** Drawn for all of them before anything happens to one: that may end others. */
  #some(meets: Meets, shareRatio: number): Open[] {
    return [...this.#open()].filter(
      ({ from, to }) => meets(from.node, to) && this.#random.uniform() < shareRatio,
    );
  }

  #stallIn({ nodes, shareRatio, stalled }: Stall, { from, to, connection }: Open): void {
    const { caller, callee } = connection;
    for (const [node, { socket }] of [
      [from.node, caller],
      [to, callee],
    ] as const) {
      if (!nodes.has(node) || this.#random.uniform() >= shareRatio) continue;
      stalled.push(socket);
      socket.stall(1);
    }
  }
}
