/** What two ends send each other by datagrams, as steps of a sequence. */
import type { Sequence } from '../../result/sequence.ts';
import { DATAGRAM_HEADER_BYTES } from '../wire/datagrams.ts';
import type { Datagram, Party } from '../wire/tap.ts';
import type { Names } from './names.ts';

/** RFC 7252 §6.1 */
const COAP_PORT = 5683;
/** RFC 7252 §3, §12.1.1 */
const TYPES = ['CON', 'NON', 'ACK', 'RST'];
const METHODS = ['', 'GET', 'POST', 'PUT', 'DELETE'];
/** RFC 3550 §5.1, §6: versions stand in the first two bits; reports have types of 200 on. RFC 5761 §4 */
const RTP_VERSION = 2;
const FIRST_REPORT = 200;
const LAST_REPORT = 204;

/** Type, method or code, and number of a message: `CON POST 7`, `ACK 2.04 7`. */
function coapOf(bytes: Uint8Array): string {
  const code = bytes[1]!;
  const [kind, detail] = [code >> 5, code & 31];
  const what = kind === 0 ? METHODS[detail] : `${kind}.${String(detail).padStart(2, '0')}`;
  const number = (bytes[2]! << 8) | bytes[3]!;
  return [TYPES[(bytes[0]! >> 4) & 3], what, number].filter((one) => one !== '').join(' ');
}

function rtpOf(bytes: Uint8Array): string {
  if (bytes[1]! >= FIRST_REPORT && bytes[1]! <= LAST_REPORT) return 'RTCP';
  return `RTP ${(bytes[2]! << 8) | bytes[3]!}`;
}

function whatOf({ from, to, bytes }: Datagram): string {
  if (from.address.port === COAP_PORT || to.address.port === COAP_PORT) return coapOf(bytes);
  return bytes[0]! >> 6 === RTP_VERSION ? rtpOf(bytes) : 'datagram';
}

const pairOf = ({ from, to, isUp }: Datagram): readonly [Party, Party] =>
  isUp ? [from, to] : [to, from];

/** @param number of two ends, by what they send first: 1, 2, … @returns undefined: there are not so many. */
export function datagramSequence(
  all: readonly Datagram[],
  number: number,
  names: Names,
): Sequence | undefined {
  const sent = pairsOf(all)[number - 1];
  if (sent === undefined) return undefined;
  const steps = sent.map((one, index) => ({
    atMs: one.sentMs,
    event: index + 1,
    what: whatOf(one),
    where: names.of(one.from),
    to: names.of(one.to),
    ...(Number.isFinite(one.takesMs) && { arrivesAtMs: one.sentMs + one.takesMs }),
    bytes: one.bytes.length,
  }));
  return { title: `datagrams ${number}`, connections: [countsOf(sent, number, names)], steps };
}

/** What each two ends have sent each other, by what they sent first. */
function pairsOf(all: readonly Datagram[]): Datagram[][] {
  const pairs = new Map<string, Datagram[]>();
  for (const one of all) {
    const key = pairOf(one).map(addressOf).join(' ');
    const its = pairs.get(key);
    if (its === undefined) pairs.set(key, [one]);
    else its.push(one);
  }
  return [...pairs.values()];
}

const addressOf = ({ address }: Party): string => `${address.address}:${address.port}`;

function countsOf(sent: readonly Datagram[], number: number, names: Names) {
  const [caller, callee] = pairOf(sent[0]!);
  const of = (isUp: boolean) => sent.filter((one) => one.isUp === isUp);
  const bytesOf = (some: readonly Datagram[]) =>
    some.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const [ups, downs] = [of(true), of(false)];
  let [turns, wasUp] = [0, false];
  for (const { isUp } of sent) {
    if (wasUp && !isUp) turns += 1;
    wasUp = isUp;
  }
  return {
    connection: number,
    from: names.of(caller),
    to: names.of(callee),
    upBytes: bytesOf(ups),
    downBytes: bytesOf(downs),
    upPackets: ups.length,
    downPackets: downs.length,
    upWireBytes: bytesOf(ups) + ups.length * DATAGRAM_HEADER_BYTES,
    downWireBytes: bytesOf(downs) + downs.length * DATAGRAM_HEADER_BYTES,
    lostPackets: sent.filter(({ takesMs }) => takesMs === Number.POSITIVE_INFINITY).length,
    roundTrips: turns,
  };
}
