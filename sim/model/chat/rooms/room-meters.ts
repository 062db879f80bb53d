/** Where rooms are counted, by the place of who watches. */
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

export interface RoomMeters {
  readonly messages: number;
  /** Comments that did not come to their room, or were lost with it. */
  readonly lost: number;
  /** A comment for one watcher: shown, left out, or lost. */
  readonly offered: number;
  readonly deliveries: number;
  readonly skipped: number;
  readonly undelivered: number;
  /** Of the lost ones, those that a gateway refused because it was behind. */
  readonly dropped: number;
  readonly likes: number;
  readonly delivery: number;
  readonly watchers: number;
}

export function roomMeters(world: World, traffic: string, clients: readonly Clients[]) {
  const { recorder, places } = world;
  return clients.map((node): RoomMeters => {
    const labels = { traffic, place: places[node.place]!.name };
    return {
      messages: recorder.counter('messages', labels),
      lost: recorder.counter('room_lost', labels),
      offered: recorder.counter('room_offered', labels),
      deliveries: recorder.counter('deliveries', labels),
      skipped: recorder.counter('room_skipped', labels),
      undelivered: recorder.counter('undelivered', labels),
      dropped: recorder.counter('room_dropped', labels),
      likes: recorder.counter('likes', labels),
      delivery: recorder.histogram('delivery', labels, { windows: true }),
      watchers: recorder.level('watchers', labels),
    };
  });
}
