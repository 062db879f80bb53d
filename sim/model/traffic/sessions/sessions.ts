import type { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { duration, number, ratio } from '../../../part/units.ts';
import { People } from '../../chat/people.ts';
import { EvenLists } from '../../chat/sessions/contacts.ts';
import { Persons } from '../../chat/sessions/persons.ts';
import { Presence } from '../../chat/sessions/presence.ts';
import { PresenceMeters } from '../../chat/sessions/presence-meters.ts';
import { presenceParams, typingParams } from '../../chat/sessions/presence-params.ts';
import { Rhythm } from '../../chat/sessions/rhythm.ts';
import { Sessions } from '../../chat/sessions/sessions.ts';
import { sessionShape, settingsOf } from '../../chat/sessions/settings.ts';
import { Typing } from '../../chat/sessions/typing.ts';
import { varying } from '../../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from '../arrivals.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

const shape = {
  ...sessionShape,
  arrivals: choiceOf(arrivalProcesses)
    .optional()
    .describe('how people come to look at their devices; default: all look all the time'),
  stay: varying(duration)
    .prefault({ exponential: '5m' })
    .describe('how long they look; exponential with 5 minutes is an assumption'),
  keep: varying(duration)
    .optional()
    .describe(
      'how long a connection is kept when nobody looks any more; default: for ever, as a program does that has no push service',
    ),
  online: ratio()
    .prefault('20%')
    .describe(
      'devices that are looked at when the run begins: 15 to 30 % at the peak (reference page §4.2, an assumption)',
    ),
  off: ratio()
    .prefault('0%')
    .describe('share of those who leave that switch the device off, or lose the network'),
  abrupt: ratio()
    .prefault('50%')
    .describe('share of those that vanish without closing the connection (assumption)'),
  'per-person': number({ min: 1, max: 10 })
    .prefault(1)
    .describe(
      'devices of a person in the mean; 1.3 in private, 1.8 in offices (reference page §4.2)',
    ),
  presence: presenceParams
    .optional()
    .describe('people hear of their contacts when they come and go; default: they do not'),
  typing: typingParams.optional().describe('signals that somebody writes; default: none'),
};

type Params = z.output<z.ZodObject<typeof shape>>;

/** Devices that keep connections to gateways, and what people hear of each other by them. */
class ConnectedDevices implements Traffic {
  readonly #sessions: Sessions;
  readonly #rhythm: Rhythm | undefined;
  readonly #presence: Presence | undefined;
  readonly #typing: Typing | undefined;
  readonly #sources: readonly Source[];

  constructor(context: TrafficContext, params: Params) {
    const { world, name: traffic, clients, to } = context;
    const devices = new People(world, clients, to);
    const settings = settingsOf(params);
    const sessions = new Sessions({ world, traffic, clients, to, devices, settings });
    this.#sessions = sessions;
    const persons = new Persons(clients, params['per-person']);
    const wanted = params.presence?.contacts ?? LEAST_CONTACTS;
    const contacts = new EvenLists(
      persons.count,
      wanted,
      world.streams.stream(`${traffic}/contacts`),
    );
    const { protocol } = settings;
    const meters = () =>
      clients.map(({ place }) => {
        return new PresenceMeters(world.recorder, traffic, world.places[place]!.name);
      });
    const common = { world, traffic, clients, to, devices, sessions, persons, contacts, protocol };
    const { presence, typing, arrivals } = params;
    this.#presence =
      presence &&
      new Presence({ ...common, ways: sessions.ways, params: presence, meters: meters() });
    this.#typing = typing && new Typing({ ...common, params: typing });
    this.#rhythm = arrivals && new Rhythm({ ...common, settings: rhythmOf(params) });
    this.#sources = arrivals === undefined ? [] : this.#comings(context, devices, arrivals);
  }

  start(): void {
    this.#rhythm?.begin();
    this.#sessions.start();
    this.#presence?.begin();
    this.#typing?.start();
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  disconnect(): void {
    this.#sessions.disconnectAll();
  }

  #comings(context: TrafficContext, people: People, arrivals: Choice<Arrivals>): Source[] {
    return sourcesOf(context, arrivals, (node, place) => (user) => {
      this.#rhythm!.come(people.firstOfPlace[place]!, node.devices, user);
      return false;
    });
  }
}

/** Of people who only type. */
const LEAST_CONTACTS = 20;

const rhythmOf = (params: Params) => ({
  stay: params.stay.make(),
  keep: params.keep?.make(),
  offRatio: params.off,
  abruptRatio: params.abrupt,
  onlineRatio: params.online,
});

export const sessions = trafficKind({
  name: 'sessions',
  summary: 'devices that keep a connection to their gateway, lose it and come back',
  source: 'reference page §4.2 and §4.3; each parameter has its own',
  needs: 'chat',
  params: shape,
  make: (params, context) => new ConnectedDevices(context, params),
});
