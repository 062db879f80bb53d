/** What the parts of a room's machinery share. */
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { Audience } from './audience.ts';
import type { Frames } from './frames.ts';
import type { Jobs } from './jobs.ts';
import type { RoomMeters } from './room-meters.ts';

export interface RoomParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly audience: Audience;
  readonly frames: Frames;
  readonly jobs: Jobs;
  readonly meters: readonly RoomMeters[];
  /** Nodes that rooms are at; a room is at the one of its number. */
  readonly servers: readonly number[];
}

/** A comment that nobody will see is lost for all who are in the room. */
export function loseForAll({ audience, meters, world }: RoomParts, room: number, postedMs: number) {
  for (let spot = audience.firstSpot(room); spot < audience.endSpot(room); spot += 1) {
    for (const number of audience.spots[spot]!.parts) {
      const { place, here } = audience.parts[number]!;
      const { offered, undelivered } = meters[place]!;
      world.recorder.add(offered, here, postedMs);
      world.recorder.add(undelivered, here, postedMs);
    }
  }
}
