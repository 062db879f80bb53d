/** Where visits to rooms are counted, by the place of who comes. */
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

export interface VisitMeters {
  readonly visits: number;
  readonly failed: number;
  /** Comments that visitors got who came late. */
  readonly history: number;
  readonly join: number;
}

export function visitMeters(world: World, traffic: string, clients: readonly Clients[]) {
  const { recorder, places } = world;
  return clients.map((node): VisitMeters => {
    const labels = { traffic, place: places[node.place]!.name };
    return {
      visits: recorder.counter('room_visits', labels),
      failed: recorder.counter('room_visits_failed', labels),
      history: recorder.counter('room_history', labels),
      join: recorder.histogram('room_join', labels, { windows: true }),
    };
  });
}
