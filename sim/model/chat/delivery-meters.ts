/** Where the deliveries to the people of one place are counted. */
import type { Clients } from '../node/clients.ts';
import type { World } from '../node/world.ts';

export interface Meters {
  readonly messages: number;
  readonly deliveries: number;
  readonly undelivered: number;
  readonly delivery: number;
}

/** @param kind of messages, in a chat that has kinds. */
export function metersOf(
  { world, traffic }: { readonly world: World; readonly traffic: string },
  clients: Clients,
  kind: string | undefined,
): Meters {
  const place = world.places[clients.place]!.name;
  const labels = kind === undefined ? { traffic, place } : { traffic, place, kind };
  return {
    messages: world.recorder.counter('messages', labels),
    deliveries: world.recorder.counter('deliveries', labels),
    undelivered: world.recorder.counter('undelivered', labels),
    delivery: world.recorder.histogram('delivery', labels, { windows: true }),
  };
}
