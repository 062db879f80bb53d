/** Segments and datagrams as packets of IPv4, with checksums: RFC 791, RFC 9293, RFC 768. */
import type { Address } from '../wire/socket.ts';
import { SYN } from '../wire/tap.ts';
import { checksumOf, hostBytes, sumOf } from './bytes.ts';

const IP_BYTES = 20;
const TCP_BYTES = 20;
const UDP_BYTES = 8;
const TCP = 6;
const UDP = 17;
/** What Linux begins with: net.ipv4.ip_default_ttl. */
const TIME_TO_LIVE = 64;
const DO_NOT_FRAGMENT = 0x4000;
/** 1500 B of Ethernet less 40: RFC 9293 §3.7.1. Timestamps take 12 of these from each segment. */
const MSS = 1460;
/** Windows are counted in 128 bytes. RFC 7323 §2.2 */
export const WINDOW_SHIFT = 7;
const MOST_RANGES = 3;

export interface Endpoints {
  readonly from: Address;
  readonly to: Address;
}

export interface Segment extends Endpoints {
  /** Of the packet, for its IP header. */
  readonly id: number;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly windowBytes: number;
  /** Its own timestamp, and the last of the other end; undefined: it has no options. RFC 7323 §3.2 */
  readonly stamps: readonly [number, number] | undefined;
  /** Sequence numbers of what came beyond a gap. RFC 2018 §3 */
  readonly beyond: readonly (readonly [number, number])[];
  readonly bytes: Uint8Array;
}

const word = (value: number): number[] => [
  (value >>> 24) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];

/** MSS, SACK permitted, timestamps and window scale; or timestamps, and SACK where there are gaps. */
function optionsOf({ flags, stamps, beyond }: Segment): number[] {
  if (stamps === undefined) return [];
  const times = [8, 10, ...word(stamps[0]), ...word(stamps[1])];
  if ((flags & SYN) !== 0) {
    return [2, 4, MSS >> 8, MSS & 0xff, 4, 2, ...times, 1, 3, 3, WINDOW_SHIFT];
  }
  const ranges = beyond.slice(0, MOST_RANGES).flatMap(([from, to]) => [...word(from), ...word(to)]);
  if (ranges.length === 0) return [1, 1, ...times];
  return [1, 1, ...times, 1, 1, 5, 2 + ranges.length, ...ranges];
}

export function tcpPacket(segment: Segment): Uint8Array {
  const { from, to, flags, sequence, acknowledgement, windowBytes, bytes } = segment;
  const options = optionsOf(segment);
  const header = TCP_BYTES + options.length;
  const packet = packetOf(segment, TCP, header, bytes, segment.id);
  const view = new DataView(packet.buffer, IP_BYTES);
  const isFirst = (flags & SYN) !== 0;
  const window = isFirst ? windowBytes : windowBytes >> WINDOW_SHIFT;
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, sequence >>> 0);
  view.setUint32(8, acknowledgement >>> 0);
  view.setUint8(12, (header / 4) << 4);
  view.setUint8(13, flags);
  view.setUint16(14, Math.min(window, 0xffff));
  packet.set(options, IP_BYTES + TCP_BYTES);
  view.setUint16(16, checksumOf(sumOf(packet.subarray(IP_BYTES), pseudoSum(packet, TCP))));
  return packet;
}

export function udpPacket(ends: Endpoints, bytes: Uint8Array, id: number): Uint8Array {
  const packet = packetOf(ends, UDP, UDP_BYTES, bytes, id);
  const view = new DataView(packet.buffer, IP_BYTES);
  view.setUint16(0, ends.from.port);
  view.setUint16(2, ends.to.port);
  view.setUint16(4, UDP_BYTES + bytes.length);
  const checksum = checksumOf(sumOf(packet.subarray(IP_BYTES), pseudoSum(packet, UDP)));
  // 0 would mean that there is none. RFC 768
  view.setUint16(6, checksum === 0 ? 0xffff : checksum);
  return packet;
}

/** With IP's header, and room for the next one. */
function packetOf(
  { from, to }: Endpoints,
  protocol: number,
  headerBytes: number,
  bytes: Uint8Array,
  id: number,
): Uint8Array {
  const length = IP_BYTES + headerBytes + bytes.length;
  const packet = new Uint8Array(length);
  const view = new DataView(packet.buffer);
  // Version 4, header of 5 words.
  view.setUint8(0, 0x45);
  view.setUint16(2, length);
  view.setUint16(4, id & 0xffff);
  view.setUint16(6, DO_NOT_FRAGMENT);
  view.setUint8(8, TIME_TO_LIVE);
  view.setUint8(9, protocol);
  packet.set(hostBytes(from.address), 12);
  packet.set(hostBytes(to.address), 16);
  view.setUint16(10, checksumOf(sumOf(packet.subarray(0, IP_BYTES))));
  packet.set(bytes, IP_BYTES + headerBytes);
  return packet;
}

/** Addresses, protocol and length. Source: RFC 9293 §3.1. */
const pseudoSum = (packet: Uint8Array, protocol: number): number =>
  sumOf(packet.subarray(12, IP_BYTES)) + protocol + packet.length - IP_BYTES;
