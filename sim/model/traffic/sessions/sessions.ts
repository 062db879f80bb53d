import { People } from '../../chat/people.ts';
import { Sessions } from '../../chat/sessions/sessions.ts';
import { type SessionParams, sessionShape, settingsOf } from '../../chat/sessions/settings.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';

/** Devices that keep a connection to a gateway. */
class ConnectedDevices implements Traffic {
  readonly #sessions: Sessions;

  constructor({ world, name, clients, to }: TrafficContext, params: SessionParams) {
    this.#sessions = new Sessions({
      world,
      traffic: name,
      clients,
      to,
      devices: new People(world, clients, to),
      settings: settingsOf(params),
    });
  }

  start(): void {
    this.#sessions.start();
  }

  disconnect(): void {
    this.#sessions.disconnectAll();
  }
}

export const sessions = trafficKind({
  name: 'sessions',
  summary: 'devices that keep a connection to their gateway, lose it and come back',
  source: 'reference page §4.2 and §4.3; each parameter has its own',
  needs: 'chat',
  params: sessionShape,
  make: (params, context) => new ConnectedDevices(context, params),
});
