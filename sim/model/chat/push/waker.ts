/** Has a push service wake devices for which a chat keeps messages: they connect, get what is theirs, and sleep again. */
import { z } from 'zod';
import type { HandlerId } from '../../../engine/simulator.ts';
import { bytes, duration } from '../../../part/units.ts';
import type { Clients } from '../../node/clients.ts';
import { nearest, type World } from '../../node/world.ts';
import type { Crowd } from '../service/crowd.ts';
import { BACKGROUND, OFFLINE, ONLINE, type Sessions } from '../service/sessions.ts';
import type { PushService } from './push.ts';
import type { PushOwner } from './push-owner.ts';

export const pushParams = z.strictObject({
  to: z.string().describe('group of push services, the nearest of which wakes a device'),
  size: bytes({ min: 1 })
    .prefault('250B')
    .describe('bytes of a notification; a line of text and its keys (assumption)'),
  collapse: z
    .boolean()
    .default(false)
    .describe('whether a notification takes the place of those kept for the same device'),
  awake: duration()
    .prefault('30s')
    .describe(
      'how long a device that was woken keeps its connection; 30 s are what iOS gives a program in the background',
    ),
  ttl: duration({ above: 0 })
    .prefault('28d')
    .describe('a notification is worth nothing after this'),
});

export type PushParams = z.output<typeof pushParams>;

interface WakerContext {
  readonly world: World;
  readonly name: string;
  readonly clients: readonly Clients[];
}

export class Waker implements PushOwner {
  readonly traffic: string;
  readonly #world: World;
  readonly #clients: readonly Clients[];
  readonly #crowd: Crowd;
  readonly #sessions: Sessions;
  readonly #params: PushParams;
  /** By place of the chat's clients, with our number there. */
  readonly #services: readonly PushService[];
  readonly #owners: readonly number[];
  /** By device: how often it was woken; what was planned at an earlier time does not happen any more. */
  readonly #wakes: Uint16Array;
  readonly #sleep: HandlerId;

  constructor(context: WakerContext, crowd: Crowd, sessions: Sessions, params: PushParams) {
    const { world, name, clients } = context;
    this.traffic = name;
    this.#world = world;
    this.#clients = clients;
    this.#crowd = crowd;
    this.#sessions = sessions;
    this.#params = params;
    this.#services = clients.map(
      ({ place }) => world.nodes[nearest(world, params.to, place)[0]!] as PushService,
    );
    this.#owners = this.#services.map((service, place) => {
      const owner = service.owner(this);
      service.reach(owner, clients[place]!);
      return owner;
    });
    this.#wakes = new Uint16Array(crowd.devices);
    this.#sleep = world.simulator.handler(
      (device, wake) => this.#rest(device, wake),
      'woken sleeps',
    );
    sessions.listen({
      changed: (device, before) => {
        const place = crowd.placeOf[device]!;
        if (before === OFFLINE) this.#services[place]!.back(this.#owners[place]!, device);
      },
    });
  }

  /** A mailbox keeps something for a device without a connection. */
  kept(device: number, mailbox: number): void {
    // Somebody looks at it: it is connecting already.
    if (this.#sessions.state[device] === ONLINE) return;
    const place = this.#crowd.placeOf[device]!;
    const { size, collapse, ttl } = this.#params;
    const owner = this.#owners[place]!;
    this.#services[place]!.send(owner, device, mailbox, device, size, collapse ? 0 : -1, ttl);
  }

  clientsOf(device: number): Clients {
    return this.#clients[this.#crowd.placeOf[device]!]!;
  }

  unitOf(device: number): number {
    return this.#crowd.local[device]!;
  }

  isReachable(device: number): boolean {
    return this.#sessions.state[device] !== OFFLINE;
  }

  /** The program is woken: it connects, and asks for what it has not got. */
  arrived(device: number): void {
    const { state } = this.#sessions;
    if (state[device] !== BACKGROUND) return;
    this.#wakes[device]! += 1;
    this.#sessions.open?.(device);
    this.#world.simulator.after(this.#params.awake, this.#sleep, device, this.#wakes[device]!);
  }

  gone(): void {}

  #rest(device: number, wake: number): void {
    const isLast = this.#wakes[device] === wake;
    if (isLast && this.#sessions.state[device] === BACKGROUND) this.#sessions.close?.(device);
  }
}
