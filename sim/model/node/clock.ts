import type { World } from './world.ts';

/** What time it is for a node, ms. */
export const clockMs = ({ exchange, simulator }: World, node: number): number =>
  simulator.nowMs + exchange.troubles.clockErrorMs[node]!;
