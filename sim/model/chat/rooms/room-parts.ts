/** What the parts of a room's machinery share. */
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { Audience } from './audience.ts';
import type { Frames } from './frames.ts';
import type { Jobs } from './jobs.ts';
import type { RoomLedger } from './room-ledger.ts';
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
  readonly ledger: RoomLedger;
  /** Nodes that rooms are at; a room is at the one of its number. */
  readonly servers: readonly number[];
}

/** A comment is lost before its room has it: nobody was to see it yet. */
export function losePost({ meters, people, world }: RoomParts, writer: number, postedMs: number) {
  world.recorder.add(meters[people.place[writer]!]!.lost, 1, postedMs);
}
