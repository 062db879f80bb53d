/** What all meetings of one traffic have in common. */
import type { Random } from '../../../../engine/random.ts';
import type { Distribution } from '../../../distribution/distribution.ts';
import type { Clients } from '../../../node/clients.ts';
import type { World } from '../../../node/world.ts';
import type { People } from '../../people.ts';
import type { Codec } from '../codecs.ts';
import type { MediaControl } from '../congestion/media-control.ts';
import type { JitterBuffer } from '../jitter-buffers.ts';
import type { Floor } from './floor/floor.ts';
import type { Topology } from './topology/topology.ts';

/** Pages that the first member of a meeting shows. */
export interface ScreenSettings {
  readonly every: Distribution;
  readonly page: Distribution;
}

export interface MeetingSettings {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  readonly random: Random;
  readonly codec: Codec;
  /** Frames of the codec in a packet. */
  readonly frames: number;
  readonly cameraBits: number;
  /** Members with a camera: the first so many. */
  readonly cameras: number;
  readonly stepMs: number;
  readonly reportEveryMs: number;
  readonly keyRoundTrips: number;
  readonly floor: Floor;
  readonly screen: ScreenSettings | undefined;
  readonly ring: Distribution;
  /** Until a member comes, since the beginning. */
  readonly comes: Distribution;
  makeTopology(): Topology;
  makeControl(): MediaControl;
  makeBuffer(): JitterBuffer;
  /** The relay that the media of two people need, or `NONE`. */
  relayOf(one: number, other: number): number;
}
