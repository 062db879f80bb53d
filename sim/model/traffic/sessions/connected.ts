/** Devices that keep connections to gateways, what people do with them, and what they hear of each other by them. */
import { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { duration, ratio } from '../../../part/units.ts';
import type { Domains } from '../../chat/federation/domains.ts';
import type { ChatProtocol } from '../../chat/protocols/protocol.ts';
import { EvenLists } from '../../chat/sessions/contacts.ts';
import type { Devices } from '../../chat/sessions/device-table.ts';
import { Directory, registryParams } from '../../chat/sessions/directory.ts';
import type { Owners } from '../../chat/sessions/persons.ts';
import { Presence } from '../../chat/sessions/presence.ts';
import { PresenceMeters } from '../../chat/sessions/presence-meters.ts';
import { presenceParams, typingParams } from '../../chat/sessions/presence-params.ts';
import { Rhythm } from '../../chat/sessions/rhythm.ts';
import { Routers, routerParams } from '../../chat/sessions/routers.ts';
import type { Routes } from '../../chat/sessions/routes.ts';
import { type SessionListener, Sessions } from '../../chat/sessions/sessions.ts';
import { sessionShape, settingsOf } from '../../chat/sessions/settings.ts';
import { Typing } from '../../chat/sessions/typing.ts';
import { varying } from '../../distribution/distribution.ts';
import { type Arrivals, arrivalProcesses } from '../arrivals.ts';
import { type Source, sourcesOf } from '../sources.ts';
import type { TrafficContext } from '../traffic.ts';

export const connectedShape = {
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
  presence: presenceParams
    .optional()
    .describe('people hear of their contacts when they come and go; default: they do not'),
  registry: registryParams
    .optional()
    .describe('whom gateways ask where devices are, for presence; default: they know'),
  router: routerParams
    .optional()
    .describe(
      'routers between servers, which know where devices are and hand on what is for them; takes the place of a registry. Default: none',
    ),
  typing: typingParams.optional().describe('signals that somebody writes; default: none'),
};

export const connectedParams = z.strictObject(connectedShape);
export type ConnectedParams = z.output<typeof connectedParams>;

/** Who looks when, and who is asked, is about people who come and go, and hear of each other. */
const RELIES_ON = {
  stay: 'arrivals',
  keep: 'arrivals',
  online: 'arrivals',
  off: 'arrivals',
  abrupt: 'off',
} as const;

/** As `Traits.reliesOn`. @param under where these parameters stand: `sessions.`, or nothing. */
export const connectedReliesOn = (under: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(RELIES_ON).map(([param, other]) => [under + param, under + other]),
  );

export interface ConnectedParts {
  readonly context: TrafficContext & { readonly domains?: Domains | undefined };
  readonly devices: Devices;
  readonly owners: Owners;
  readonly protocol: ChatProtocol;
  readonly params: ConnectedParams;
  /** Who sends messages to devices, where messages are kept. */
  readonly mailboxes?: readonly number[] | undefined;
}

/** Contacts of people who only type. */
const LEAST_CONTACTS = 20;

export class Connected {
  /** As of `Sessions`. */
  readonly gateway: Int32Array;
  readonly state: Uint8Array;
  readonly #sessions: Sessions;
  readonly #rhythm: Rhythm | undefined;
  readonly #presence: Presence | undefined;
  readonly #routes: Routes | undefined;
  /** How messages that are kept come to the gateways of devices; undefined: that is known. */
  readonly routes: Routes | undefined;
  readonly #typing: Typing | undefined;
  readonly #sources: readonly Source[];

  constructor(parts: ConnectedParts) {
    const { context, devices, owners: persons, protocol, params } = parts;
    const { world, name: traffic, clients, to, domains } = context;
    const settings = settingsOf(params, protocol);
    const sessions = new Sessions({ world, traffic, clients, to, domains, devices, settings });
    this.#sessions = sessions;
    this.gateway = sessions.gateway;
    this.state = sessions.state;
    const { presence, typing, arrivals } = params;
    const random = world.streams.stream(`${traffic}/contacts`);
    const contacts = new EvenLists(persons.count, presence?.contacts ?? LEAST_CONTACTS, random);
    const common = {
      world,
      traffic,
      clients,
      to,
      domains,
      devices,
      sessions,
      persons,
      contacts,
      protocol,
    };
    const { directory, routers } = routesOf(parts, sessions);
    this.#routes = routers ?? directory;
    const { messages = false } = params.router ?? params.registry ?? {};
    this.routes = messages ? this.#routes : undefined;
    this.#presence =
      presence &&
      new Presence({
        ...common,
        params: presence,
        directory,
        routers,
        meters: metersOf(context),
      });
    this.#typing = typing && new Typing({ ...common, params: typing });
    this.#rhythm = arrivals && new Rhythm({ ...common, settings: rhythmOf(params) });
    this.#sources = arrivals === undefined ? [] : this.#comings(context, arrivals);
  }

  listen(listener: SessionListener): void {
    this.#sessions.listen(listener);
  }

  start(): void {
    this.#rhythm?.begin();
    this.#sessions.start();
    this.#presence?.begin();
    this.#routes?.begin();
    this.#typing?.start();
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  disconnectAll(): void {
    this.#sessions.disconnectAll();
  }

  cut(device: number): void {
    this.#sessions.cut(device);
  }

  speaks(device: number): boolean {
    return this.#sessions.speaks(device);
  }

  hears(device: number): boolean {
    return this.#sessions.hears(device);
  }

  open(device: number): void {
    this.#sessions.open(device);
  }

  close(device: number): void {
    this.#sessions.close(device);
  }

  use(device: number): void {
    this.#rhythm?.use(device);
  }

  touch(device: number): void {
    this.#sessions.touch(device);
  }

  #comings(context: TrafficContext, arrivals: Choice<Arrivals>): Source[] {
    const firsts = firstsOf(context);
    // Chance of its own: messages have arrivals, too.
    const own = { ...context, name: `${context.name}/people` };
    return sourcesOf(own, arrivals, (node, place) => (user) => {
      this.#rhythm!.come(firsts[place]!, node.devices, user);
      return false;
    });
  }
}

/** A registry that is asked, or routers; only where somebody sends something that they are for. */
function routesOf(
  { context, devices, owners, params, mailboxes }: ConnectedParts,
  sessions: Sessions,
) {
  const { world, name: traffic, to, domains } = context;
  const { presence, registry, router } = params;
  const gateways = domains?.gateways ?? world.groups.get(to)!;
  const isFor = (use: { readonly messages: boolean }) =>
    presence !== undefined || (use.messages && mailboxes !== undefined);
  const askers = (use: { readonly messages: boolean }) =>
    use.messages ? [...gateways, ...(mailboxes ?? [])] : gateways;
  const common = { world, traffic, sessions, devices: devices.count };
  if (router !== undefined && isFor(router)) {
    const personOf = (device: number) => owners.personOf(device, devices.place[device]!);
    const people = { personOf, people: owners.count };
    const routers = new Routers({ ...common, ...people, askers: askers(router), params: router });
    return { routers, directory: undefined };
  }
  if (router !== undefined || registry === undefined || !isFor(registry)) {
    return { routers: undefined, directory: undefined };
  }
  const directory = new Directory({ ...common, askers: askers(registry), params: registry });
  return { routers: undefined, directory };
}

const metersOf = ({ world, name, clients }: TrafficContext) =>
  clients.map(({ place }) => new PresenceMeters(world.recorder, name, world.places[place]!.name));

/** The first device of each place: their numbers follow each other. */
function firstsOf({ clients }: TrafficContext): number[] {
  let first = 0;
  return clients.map(({ devices }) => {
    first += devices;
    return first - devices;
  });
}

const rhythmOf = (params: ConnectedParams) => ({
  stay: params.stay.make(),
  keep: params.keep?.make(),
  offRatio: params.off,
  abruptRatio: params.abrupt,
  onlineRatio: params.online,
});
