/** The contract of a protocol that carries a chat by a real library. */
import type { CarriedChat } from '../../model/chat/carriage.ts';
import type { Speaking } from '../http/speaking.ts';
import type { Plug } from '../tls/sealed.ts';
import type { ChatMeters } from './chat-meters.ts';
import type { Custody } from './custody.ts';
import type { Hub } from './hub.ts';
import type { Link } from './link.ts';
import type { Keeping } from './session.ts';

/** One person's program. */
export interface Device {
  /** The person says something; it is sent when there is a connection. */
  send(serial: number, payload: Buffer): void;
  /** The run is over: a library that would go on to connect stops that. */
  close?(): void;
}

/** What devices of a chat share. */
export interface Joining {
  readonly speaking: Speaking;
  readonly chat: CarriedChat;
  readonly custody: Custody;
  readonly meters: ChatMeters;
  /** Dials the person's gateway. */
  dial(person: number): Plug;
  /** A new connection of a person, with the number by which the gateway knows it. */
  link(person: number): { readonly link: Link; readonly number: number };
  /** How long to wait before the next attempt, ms. @param failures attempts in a row that came to nothing. */
  backOffMs(failures: number): number;
}

/** A gateway whose work another program does. */
export interface Standing {
  readonly node: number;
  readonly port: number;
  readonly chat: CarriedChat;
  readonly custody: Custody;
}

export interface SpokenProtocol {
  /** The port on which gateways listen, for the first chat. */
  readonly port: number;
  readonly keeping: Keeping;
  /** Whether it has envelopes of its own, so that payloads are texts alone. */
  readonly isBare?: boolean;
  /** Has a gateway listen. */
  serve(hub: Hub): (socket: Plug) => void;
  /** Another program does a gateway's work: connections are led there, and there is no hub. */
  stand?(standing: Standing): { crash(): void };
  /** A person's program begins. */
  join(joining: Joining, person: number): Device;
}
