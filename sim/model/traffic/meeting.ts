import { z } from 'zod';
import type { Random } from '../../engine/random.ts';
import { type Choice, choiceOf } from '../../part/choice.ts';
import { bitRate, bytes, count, duration, ratio } from '../../part/units.ts';
import { type Codec, codecs } from '../chat/calls/codecs.ts';
import { mediaControls } from '../chat/calls/congestion/index.ts';
import type { MediaControl } from '../chat/calls/congestion/media-control.ts';
import { type JitterBuffer, jitterBuffers } from '../chat/calls/jitter-buffers.ts';
import type { Floor } from '../chat/calls/meeting/floor/floor.ts';
import { floors } from '../chat/calls/meeting/floor/index.ts';
import { Meetings } from '../chat/calls/meeting/meetings.ts';
import { Relays } from '../chat/calls/meeting/relays.ts';
import { topologies } from '../chat/calls/meeting/topology/index.ts';
import type { Topology } from '../chat/calls/meeting/topology/topology.ts';
import { People } from '../chat/people.ts';
import { choose } from '../chat/rooms.ts';
import { type Distribution, varying } from '../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from './arrivals.ts';
import { type Source, sourcesOf } from './sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from './traffic.ts';

const screenParams = z.strictObject({
  every: varying(duration)
    .prefault({ exponential: '60s' })
    .describe('time between pages; as slides in `kind: class` (assumption)'),
  page: varying(bytes)
    .prefault({ lognormal: { median: '150kB', p99: '1MB' } })
    .describe('bytes of a page; as slides in `kind: class` (assumption)'),
});

const relayParams = z.strictObject({
  group: z.string().describe('group of media servers that relay (TURN)'),
  share: ratio()
    .prefault('15%')
    .describe('people whom nobody reaches directly, behind their address translators (assumption)'),
});

interface MeetingParams {
  readonly arrivals: Choice<Arrivals>;
  readonly size: Choice<Distribution>;
  readonly lasts: Choice<Distribution>;
  readonly topology: Choice<Topology>;
  readonly camera: number;
  readonly cameras: number;
  readonly codec: Choice<Codec>;
  readonly frames: number;
  readonly 'jitter-buffer': Choice<JitterBuffer>;
  readonly congestion: Choice<MediaControl>;
  readonly floor: Choice<Floor>;
  readonly screen?: { every: Choice<Distribution>; page: Choice<Distribution> } | undefined;
  readonly ring: Choice<Distribution>;
  readonly comes: Choice<Distribution>;
  readonly keys: 'dtls-1.2' | 'dtls-1.3';
  readonly relay?: { group: string; share: number } | undefined;
  readonly step: number;
  readonly report: number;
}

/** Round trips until two devices share keys. Source: RFC 6347 §4.2.4 (without a cookie), RFC 9147 §5. */
const KEY_ROUND_TRIPS = { 'dtls-1.2': 2, 'dtls-1.3': 1 } as const;
const SMALLEST = 2;

class MeetingTraffic implements Traffic {
  readonly #sources: readonly Source[];
  readonly #people: People;
  readonly #meetings: Meetings;
  readonly #size: Distribution;
  readonly #lasts: Distribution;

  constructor(context: TrafficContext, params: MeetingParams) {
    const { world, name, clients, to } = context;
    const { streams } = world;
    this.#people = new People(world, clients, to);
    this.#size = params.size.make();
    this.#lasts = params.lasts.make();
    const random = streams.stream(`${name}/meetings`);
    const relays = new Relays(world, name, clients, this.#people, params.relay);
    const { screen } = params;
    this.#meetings = new Meetings({
      world,
      traffic: name,
      clients,
      people: this.#people,
      random,
      codec: params.codec.make(),
      frames: params.frames,
      cameraBits: params.cameras > 0 ? params.camera : 0,
      cameras: params.cameras,
      stepMs: params.step,
      reportEveryMs: params.report,
      keyRoundTrips: KEY_ROUND_TRIPS[params.keys],
      floor: params.floor.make(),
      screen: screen && { every: screen.every.make(), page: screen.page.make() },
      ring: params.ring.make(),
      comes: params.comes.make(),
      makeTopology: () => params.topology.make(),
      makeControl: () => params.congestion.make(),
      makeBuffer: () => params['jitter-buffer'].make(),
      relayOf: (one, other) => relays.between(one, other),
    });
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const chance = streams.stream(`${name}@${node.name}/meeting`);
      return (user) => {
        const device = user < 0 ? chance.below(node.devices) : user % node.devices;
        this.#begin(this.#people.firstOfPlace[place]! + device, chance);
        return false;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** With any others, who may be in other meetings too. */
  #begin(host: number, random: Random): void {
    const wanted = Math.max(SMALLEST, Math.round(this.#size.sample(random)));
    const size = Math.min(wanted, this.#people.count);
    const others = choose(this.#people, size, random).filter((person) => person !== host);
    const members = [host, ...others.slice(0, size - 1)];
    this.#meetings.begin(members, this.#lasts.sample(random));
  }
}

export const meeting = trafficKind({
  name: 'meeting',
  summary:
    'calls with pictures between two people or many: a mesh, or a server that forwards or mixes',
  source:
    'reference/domain.md §4.4; RFC 3261 §13, RFC 8445 and RFC 6347 for how people come in; draft-ietf-rmcat-gcc-02 for rates',
  needs: 'chat',
  leastDevices: 2,
  references: ({ topology, relay }) => {
    const { server } = topology.params as { server?: string };
    const needs = 'media' as const;
    return [
      ...(server === undefined
        ? []
        : [{ param: 'topology', to: 'group' as const, name: server, needs }]),
      ...(relay === undefined
        ? []
        : [{ param: 'relay.group', to: 'group' as const, name: relay.group, needs }]),
    ];
  },
  params: {
    arrivals: choiceOf(arrivalProcesses).describe('how meetings follow each other'),
    size: varying(count)
      .prefault(2)
      .describe('people in a meeting; with two, one calls the other, more come by themselves'),
    lasts: varying(duration)
      .prefault({ exponential: '10m' })
      .describe('how long a meeting is (assumption)'),
    topology: choiceOf(topologies, 'mesh').describe('who sends to whom'),
    camera: bitRate()
      .prefault('1.5Mbps')
      .describe('rate of a camera at its best, headers included; 1.5 Mbit/s at 720p (assumption)'),
    cameras: count()
      .prefault(10_000)
      .describe('members with a camera: the first so many of a meeting'),
    codec: choiceOf(codecs, 'opus-full').describe('how sound is coded'),
    frames: count({ min: 1, max: 10 }).prefault(1).describe('frames of the codec in a packet'),
    'jitter-buffer': choiceOf(jitterBuffers, 'adaptive').describe(
      'how long a listener’s device holds sound',
    ),
    congestion: choiceOf(mediaControls, 'gcc').describe('how much is sent over each leg'),
    floor: choiceOf(floors, 'turns').describe('who speaks; who is silent sends no sound'),
    screen: screenParams.optional().describe('pages that the first member shows; default: none'),
    ring: varying(duration)
      .prefault({ exponential: '6s' })
      .describe('how long it rings in a meeting of two (assumption)'),
    comes: varying(duration)
      .prefault({ exponential: '10s' })
      .describe('when members of larger meetings come, after the first (assumption)'),
    keys: z
      .enum(['dtls-1.2', 'dtls-1.3'])
      .default('dtls-1.2')
      .describe('how keys are agreed on: in 2 round trips (RFC 6347 §4.2.4) or in 1 (RFC 9147 §5)'),
    relay: relayParams
      .optional()
      .describe('for meshes: a relay, and who needs it; default: nobody'),
    step: duration({ min: 5, max: 200 })
      .prefault('40ms')
      .describe('media of a leg go in groups, one each step; 40 ms is a picture at 25 a second'),
    report: duration({ min: 20, max: 1000 })
      .prefault('100ms')
      .describe(
        'time between reports of a receiver; 50 to 250 ms: draft-holmer-rmcat-transport-wide-cc',
      ),
  },
  make: (params, context) => new MeetingTraffic(context, params),
});
