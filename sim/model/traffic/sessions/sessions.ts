import { choiceOf } from '../../../part/choice.ts';
import { number } from '../../../part/units.ts';
import { People } from '../../chat/people.ts';
import { chatProtocols } from '../../chat/protocols/index.ts';
import { Persons } from '../../chat/sessions/persons.ts';
import { type Traffic, trafficKind } from '../traffic.ts';
import { Connected, type ConnectedParts, connectedReliesOn, connectedShape } from './connected.ts';

/** Devices that are connected, and say nothing. */
class Silent implements Traffic {
  readonly #connected: Connected;

  constructor(parts: ConnectedParts) {
    this.#connected = new Connected(parts);
  }

  start(): void {
    this.#connected.start();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    this.#connected.ramp(atMs, toPerSecond, overMs);
  }

  disconnect(): void {
    this.#connected.disconnectAll();
  }
}

export const sessions = trafficKind({
  name: 'sessions',
  summary: 'devices that keep a connection to their gateway, lose it and come back',
  source: 'reference page §4.2 and §4.3; each parameter has its own',
  needs: 'chat',
  // Nobody sends messages here: only presence asks where devices are.
  reliesOn: { ...connectedReliesOn(''), registry: 'presence', router: 'presence' },
  references: ({ registry, router }) => [
    ...(registry === undefined
      ? []
      : [{ param: 'registry.at', to: 'group', name: registry.at, needs: 'registry' } as const]),
    ...(router === undefined
      ? []
      : [{ param: 'router.at', to: 'group', name: router.at, needs: 'router' } as const]),
  ],
  params: {
    ...connectedShape,
    protocol: choiceOf(chatProtocols, 'websocket').describe(
      'what a connection and a heartbeat cost: bytes and round trips',
    ),
    'per-person': number({ min: 1, max: 10 })
      .prefault(1)
      .describe(
        'devices of a person in the mean; 1.3 in private, 1.8 in offices (reference page §4.2)',
      ),
  },
  make: (params, context) => {
    const { clients, world, to } = context;
    return new Silent({
      context,
      params,
      protocol: params.protocol.make(),
      devices: new People(world, clients, to),
      owners: new Persons(clients, params['per-person']),
    });
  },
});
