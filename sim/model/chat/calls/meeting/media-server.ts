/** A server in the middle of meetings: forwards or mixes media, as fast as its cores can. */
import { count, duration } from '../../../../part/units.ts';
import { type Node, type NodeContext, nodeKind } from '../../../node/node.ts';

interface MediaServerSettings {
  readonly cores: number;
  readonly perPacketMs: number;
  readonly roomMs: number;
}

export class MediaServer implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly id: number;
  readonly #settings: MediaServerSettings;
  readonly #world: NodeContext['world'];
  readonly #work: number;
  readonly #dropped: number;
  /** When its cores are through with all packets, and with pictures, for which packets do not wait, ms. */
  #packetsAtMs = 0;
  #picturesAtMs = 0;

  constructor(context: NodeContext, settings: MediaServerSettings) {
    const { world } = context;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.id = context.id;
    this.detail = `${settings.cores} cores`;
    this.#settings = settings;
    this.#world = world;
    const labels = { node: context.group, place: world.places[context.place]!.name };
    this.#work = world.recorder.counter('media_work', labels);
    this.#dropped = world.recorder.counter('media_dropped', labels);
    const cores = world.recorder.level('media_cores', labels);
    world.recorder.changeLevel(cores, settings.cores, 0);
  }

  connect(): void {}

  /**
   * Takes packets in or sends them.
   *
   * @returns time until its cores have done so, ms; Infinity when too much waits for them: it drops these.
   */
  forward(packets: number): number {
    const { perPacketMs, roomMs } = this.#settings;
    const { nowMs } = this.#world.simulator;
    if (this.#packetsAtMs - nowMs > roomMs) {
      this.#world.recorder.add(this.#dropped, packets, nowMs);
      return Number.POSITIVE_INFINITY;
    }
    const spentMs = this.#spend(packets * perPacketMs);
    this.#packetsAtMs = Math.max(nowMs, this.#packetsAtMs) + spentMs;
    this.#picturesAtMs = Math.max(nowMs, this.#picturesAtMs) + spentMs;
    return this.#packetsAtMs - nowMs;
  }

  /** Decodes and codes pictures. @param coreMs of one core. @returns whether it keeps up with them. */
  compute(coreMs: number): boolean {
    const { nowMs } = this.#world.simulator;
    if (this.#picturesAtMs - nowMs > this.#settings.roomMs) return false;
    this.#picturesAtMs = Math.max(nowMs, this.#picturesAtMs) + this.#spend(coreMs);
    return true;
  }

  /** @param coreMs work of one core. @returns time that all of them take for it, ms. */
  #spend(coreMs: number): number {
    const { recorder, simulator, exchange } = this.#world;
    const slowMs = coreMs * exchange.troubles.slowdown[this.id]!;
    recorder.add(this.#work, slowMs, simulator.nowMs);
    return slowMs / this.#settings.cores;
  }

  onCall(): void {
    throw new Error(`${this.name} got a request for an object: a media server serves meetings`);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: a media server asks nobody`);
  }

  crash(): void {
    this.#packetsAtMs = 0;
    this.#picturesAtMs = 0;
  }
}

export const mediaServer = nodeKind({
  name: 'media-server',
  summary: 'a server that forwards or mixes the sound and pictures of meetings',
  source:
    'work on a packet: mediasoup documentation, some 500 consumers a core, as quoted in livekit issue #726; at 100 packets/s each (assumption) 20 µs',
  serves: ['media'],
  params: {
    cores: count({ min: 1 }).prefault(8).describe('processor cores (assumption)'),
    'per-packet': duration().prefault('20us').describe('work of a core on one packet, in or out'),
    room: duration()
      .prefault('200ms')
      .describe(
        'work that waits for the cores at most; packets beyond it are dropped (assumption)',
      ),
  },
  make: ({ cores, 'per-packet': perPacketMs, room: roomMs }, context) =>
    new MediaServer(context, { cores, perPacketMs, roomMs }),
});
