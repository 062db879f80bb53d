/** Properties of MQTT 5: which of them a packet may have, how often, and what they say. Source: 5.0 §2.2.2, table 2-4 */
import { type Cursor, Cursor as Reader } from './cursor.ts';
import { malformed, violation } from './reasons.ts';

type Kind = 'byte' | 'two' | 'four' | 'integer' | 'string' | 'binary' | 'pair';
export type PacketName =
  | 'connect'
  | 'will'
  | 'publish'
  | 'ack'
  | 'subscribe'
  | 'unsubscribe'
  | 'disconnect'
  | 'auth';

interface Property {
  readonly name: string;
  readonly kind: Kind;
  /** Packets of clients that may have it. */
  readonly of: readonly PacketName[];
  /** Whether a number may be nothing but 0 or 1, or must not be 0. */
  readonly only?: 'flag' | 'not 0';
}

const ALL: readonly PacketName[] = [
  'connect',
  'will',
  'publish',
  'ack',
  'subscribe',
  'unsubscribe',
  'disconnect',
  'auth',
];

const PROPERTIES: ReadonlyMap<number, Property> = new Map([
  [0x01, { name: 'payloadFormat', kind: 'byte', of: ['publish', 'will'], only: 'flag' }],
  [0x02, { name: 'messageExpiry', kind: 'four', of: ['publish', 'will'] }],
  [0x03, { name: 'contentType', kind: 'string', of: ['publish', 'will'] }],
  [0x08, { name: 'responseTopic', kind: 'string', of: ['publish', 'will'] }],
  [0x09, { name: 'correlationData', kind: 'binary', of: ['publish', 'will'] }],
  [0x0b, { name: 'subscriptionId', kind: 'integer', of: ['subscribe'], only: 'not 0' }],
  [0x11, { name: 'sessionExpiry', kind: 'four', of: ['connect', 'disconnect'] }],
  [0x15, { name: 'authMethod', kind: 'string', of: ['connect', 'auth'] }],
  [0x16, { name: 'authData', kind: 'binary', of: ['connect', 'auth'] }],
  [0x17, { name: 'wantsProblems', kind: 'byte', of: ['connect'], only: 'flag' }],
  [0x18, { name: 'willDelay', kind: 'four', of: ['will'] }],
  [0x19, { name: 'wantsResponse', kind: 'byte', of: ['connect'], only: 'flag' }],
  [0x1f, { name: 'reasonString', kind: 'string', of: ['ack', 'disconnect', 'auth'] }],
  [0x21, { name: 'receiveMaximum', kind: 'two', of: ['connect'], only: 'not 0' }],
  [0x22, { name: 'aliasMaximum', kind: 'two', of: ['connect'] }],
  [0x23, { name: 'alias', kind: 'two', of: ['publish'] }],
  [0x26, { name: 'user', kind: 'pair', of: ALL }],
  [0x27, { name: 'maximumPacket', kind: 'four', of: ['connect'], only: 'not 0' }],
] as const satisfies readonly (readonly [number, Property])[]);

/** What a broker looks at. */
export interface Properties {
  readonly messageExpiry?: number;
  readonly responseTopic?: string;
  readonly subscriptionId?: number;
  readonly sessionExpiry?: number;
  readonly authMethod?: string;
  readonly authData?: Buffer;
  readonly wantsProblems?: number;
  readonly willDelay?: number;
  readonly receiveMaximum?: number;
  readonly aliasMaximum?: number;
  readonly alias?: number;
  readonly maximumPacket?: number;
  /**
   * Those that a broker hands on as they came, in their order: format, content type, response topic, correlation
   * data, and what users say (§3.3.2.3).
   */
  readonly passedOn: Buffer;
}

const NOTHING = Buffer.alloc(0);
export const NO_PROPERTIES: Properties = { passedOn: NOTHING };
/** Handed on as they came. */
const PASSED_ON = new Set([0x01, 0x03, 0x08, 0x09, 0x26]);
const USER = 0x26;

/** @throws Refusal for what may not be there, or not twice. */
export function readProperties(from: Cursor, packet: PacketName): Properties {
  const length = from.integer();
  if (length === 0) return NO_PROPERTIES;
  if (length > from.left) throw malformed('properties are longer than their packet');
  const inside = new Reader(from.bytes, from.at, from.at + length);
  from.at += length;
  const found: Record<string, unknown> = {};
  const passed: Buffer[] = [];
  while (inside.left > 0) {
    const begin = inside.at;
    const id = inside.integer();
    const property = PROPERTIES.get(id);
    if (property === undefined) throw malformed(`property ${id} is none of a client's`);
    if (!property.of.includes(packet)) throw violation(`${packet} has no ${property.name}`);
    const { name } = property;
    if (id !== USER && name in found) throw violation(`${name} is there twice`);
    found[name] = read(inside, property);
    if (PASSED_ON.has(id)) passed.push(inside.bytes.subarray(begin, inside.at));
  }
  // One slice is used as it is; several need not lie side by side.
  const passedOn = passed.length === 1 ? passed[0]! : Buffer.concat(passed);
  return { ...found, passedOn };
}

function read(from: Cursor, { kind, name, only }: Property): unknown {
  const value = readValue(from, kind);
  if (only === 'flag' && value !== 0 && value !== 1) throw violation(`${name} is not 0 or 1`);
  if (only === 'not 0' && value === 0) throw violation(`${name} is 0`);
  return value;
}

function readValue(from: Cursor, kind: Kind): unknown {
  switch (kind) {
    case 'byte':
      return from.byte();
    case 'two':
      return from.twoBytes();
    case 'four':
      return from.fourBytes();
    case 'integer':
      return from.integer();
    case 'string':
      return from.string();
    case 'binary':
      return from.binary();
    case 'pair':
      return [from.string(), from.string()];
  }
}
