/** Many devices that ask at the same time, on top of a traffic's load. */
import type { TrafficContext } from './traffic.ts';

/**
 * @param requests over all places, by their shares. @param overMs how long it takes them.
 * @param ask one device of a place asks, now.
 */
export function herdOf(
  { clients, world }: TrafficContext,
  requests: number,
  overMs: number,
  ask: (place: number) => void,
): void {
  const { simulator, places } = world;
  const shares = clients.map(({ place }) => places[place]!.share);
  const upTo = (place: number) => shares.slice(0, place).reduce((sum, share) => sum + share, 0);
  // Each place gets whole requests, and all of them together as many as there are.
  const ends = shares.map((_, at) => Math.round((requests * upTo(at + 1)) / upTo(shares.length)));
  const asks = overMs === 0 ? undefined : simulator.handler(ask, 'request of a herd');
  for (const [place, end] of ends.entries()) {
    const count = end - (ends[place - 1] ?? 0);
    for (let turn = 0; turn < count; turn += 1) {
      if (asks === undefined) ask(place);
      else simulator.after((overMs * turn) / count, asks, place);
    }
  }
}
