/** Addresses of people and rooms, and the namespaces of what is said between a client and its server. */
import type { Said } from '../envelope.ts';

export const DOMAIN = 'example.net';
/** Every device's; as long as that of RFC 6120's examples. */
export const RESOURCE = 'balcony';

export const NS = {
  stream: 'http://etherx.jabber.org/streams',
  streams: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  sm: 'urn:xmpp:sm:3',
} as const;

/** XEP-0045 §7.2 */
export const MUC = 'http://jabber.org/protocol/muc';

const DIGITS = 4;
const ID_DIGITS = 7;

export const userOf = (person: number): string => `u${String(person).padStart(DIGITS, '0')}`;
export const jidOf = (person: number): string => `${userOf(person)}@${DOMAIN}`;
export const roomOf = (room: number): string => `r${String(room).padStart(DIGITS, '0')}@${DOMAIN}`;

/** How devices address what they say. */
export interface Addresses {
  person(person: number): string;
  room(room: number): string;
  /** Whether rooms have those who have joined them (XEP-0045), who hear themselves; else the server knows. */
  readonly areJoined: boolean;
}

/** Of our own server. */
export const OURS: Addresses = { person: jidOf, room: roomOf, areJoined: false };

export const idOf = (serial: number): string => `m${String(serial).padStart(ID_DIGITS, '0')}`;

/** @returns undefined for a name that is none of ours. */
export function numberOf(name: string | undefined, letter: 'u' | 'r' | 'm'): number | undefined {
  const match = /^([urm])(\d{4,9})(?:@|$)/.exec(name ?? '');
  return match === null || match[1] !== letter ? undefined : Number(match[2]);
}

/** What the attributes of a message say. */
export function saidOf(
  from: number,
  { id, to }: Readonly<Record<string, string | undefined>>,
): Said | undefined {
  const [serial, person, room] = [numberOf(id, 'm'), numberOf(to, 'u'), numberOf(to, 'r')];
  if (serial === undefined) return undefined;
  if (room !== undefined) return { id: serial, from, room };
  return person === undefined ? undefined : { id: serial, from, to: person };
}
