/** What was recorded as a capture file, as it passed one point. */
import { toGrid } from '../../engine/time.ts';
import { EPOCH_MS } from '../virtual/clocks.ts';
import { SEGMENT_BYTES } from '../wire/intake.ts';
import { ACK, type Datagram, FIN, type Party, PSH, RST, type Segments, SYN } from '../wire/tap.ts';
import type { Names } from './names.ts';
import { tcpPacket, udpPacket } from './packets.ts';
import { type CapturedPacket, pcapng } from './pcapng.ts';
import type { Recorded, Recorder } from './recorder.ts';

/** Where packets are seen: at the end that dialled, at the one that was called, or at a node. */
export type Point = 'client' | 'server' | ReadonlySet<number>;

export interface PacketFilePlan {
  readonly point: Point;
  readonly names: Names;
  readonly comment: string;
  readonly application: string;
}

/** Odd, near the golden ratio of 2^32: numbers in a row come far apart. Source: Knuth, TAOCP 3 §6.4. */
const SPREAD = 0x9e3779b1;

/** First sequence number of an end. */
const firstOf = (connection: number, isUp: boolean): number =>
  Math.imul(2 * connection + (isUp ? 0 : 1), SPREAD) >>> 0;

/** Timestamps count milliseconds, and 0 would mean none. */
const stampOf = (atMs: number): number => (Math.floor(atMs) + 1) >>> 0;

type Unsorted = CapturedPacket & { readonly order: number };

export function packetFile(recorder: Recorder, plan: PacketFilePlan): Uint8Array {
  const links = new Links(plan.names);
  const found: Unsorted[] = [];
  const add = (packet: Omit<Unsorted, 'order'>) => found.push({ ...packet, order: found.length });
  for (const connection of recorder.connections) addConnection(connection, plan, links, add);
  for (const datagram of recorder.datagrams) addDatagram(datagram, plan, links, add);
  const { comment, application } = plan;
  const keys = recorder.connections.map((one) => one.keys).join('');
  const packets = found.toSorted((a, b) => a.atMs - b.atMs || a.order - b.order);
  return pcapng({ comment, application, keys, packets, ...links.known });
}

function addDatagram(
  { from, to, isUp, sentMs, takesMs, bytes }: Datagram,
  { point }: PacketFilePlan,
  links: Links,
  add: (packet: Omit<Unsorted, 'order'>) => void,
): void {
  const [caller, callee] = isUp ? [from, to] : [to, from];
  links.meet(caller, callee);
  const atMs = seenMs(point, caller, callee, isUp, sentMs, takesMs);
  if (!Number.isFinite(atMs)) return;
  const comment = takesMs === Number.POSITIVE_INFINITY ? 'lost on its way' : undefined;
  const packet = udpPacket({ from: from.address, to: to.address }, bytes, links.nextId());
  add({ atMs: EPOCH_MS + atMs, on: links.of(caller, callee), bytes: packet, comment });
}

/** @returns when a packet passes the point, ms; Infinity: never. */
function seenMs(
  point: Point,
  caller: Party,
  callee: Party,
  isUp: boolean,
  sentMs: number,
  takesMs: number,
): number {
  const atCaller =
    point === 'client' || (point !== 'server' && point.has(caller.node) && !point.has(callee.node));
  const bothThere = typeof point !== 'string' && point.has(caller.node) && point.has(callee.node);
  return atCaller === isUp || (bothThere && isUp) ? sentMs : sentMs + toGrid(takesMs);
}

function addConnection(
  connection: Recorded,
  { point }: PacketFilePlan,
  links: Links,
  add: (packet: Omit<Unsorted, 'order'>) => void,
): void {
  const { caller, callee, number } = connection;
  const on = links.of(caller, callee);
  const echoed = new Echoes();
  const comment = `connection ${number}: ${links.meet(caller, callee)}`;
  let id = 0;
  let isAnswered = false;
  for (const segments of connection.sent) {
    const { isUp, sentMs, takesMs, flags } = segments;
    const atMs = seenMs(point, caller, callee, isUp, sentMs, takesMs);
    const stamps = [stampOf(sentMs), echoed.heard(segments)] as const;
    isAnswered ||= !isUp && (flags & SYN) !== 0;
    if (!Number.isFinite(atMs)) continue;
    const isLost = takesMs === Number.POSITIVE_INFINITY;
    const isFirst = id === 0 && (flags & SYN) !== 0;
    const said = [isFirst ? comment : '', isLost ? 'lost on its way' : ''].filter((one) => one);
    // Whoever refuses a connection has no numbers of its own. RFC 9293 §3.5.2
    const hasBegun = isUp || isAnswered;
    for (const bytes of packetsOf(connection, segments, stamps, id, hasBegun)) {
      id += 1;
      add({
        atMs: EPOCH_MS + atMs,
        on,
        bytes,
        comment: said.length > 0 ? said.join('; ') : undefined,
      });
    }
  }
}

/** Which timestamp of the other end has come last. */
class Echoes {
  readonly #coming: Record<'up' | 'down', { atMs: number; stamp: number }[]> = { up: [], down: [] };
  readonly #last = { up: 0, down: 0 };

  /** @returns what a sender has heard last, and keeps what it says itself. */
  heard({ isUp, sentMs, takesMs }: Segments): number {
    const [mine, other] = isUp ? (['up', 'down'] as const) : (['down', 'up'] as const);
    const coming = this.#coming[other];
    while (coming.length > 0 && coming[0]!.atMs <= sentMs)
      this.#last[other] = coming.shift()!.stamp;
    if (Number.isFinite(takesMs)) {
      this.#coming[mine].push({ atMs: sentMs + toGrid(takesMs), stamp: stampOf(sentMs) });
    }
    return this.#last[other];
  }
}

function packetsOf(
  { number, caller, callee }: Recorded,
  segments: Segments,
  stamps: readonly [number, number],
  firstId: number,
  hasBegun: boolean,
): Uint8Array[] {
  const { isUp, flags, bytes, windowBytes } = segments;
  const [from, to] = isUp ? [caller.address, callee.address] : [callee.address, caller.address];
  const [mine, theirs] = [firstOf(number, isUp) + 1, firstOf(number, !isUp) + 1];
  const isSyn = (flags & SYN) !== 0;
  const common = {
    from,
    to,
    windowBytes,
    acknowledgement: (flags & ACK) === 0 ? 0 : theirs + segments.acknowledged,
    stamps: (flags & RST) === 0 ? stamps : undefined,
    beyond: segments.beyond.map(([a, b]) => [theirs + a, theirs + b] as const),
  };
  const count = Math.max(1, Math.ceil(bytes.length / SEGMENT_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const offset = index * SEGMENT_BYTES;
    const part = bytes.subarray(offset, offset + SEGMENT_BYTES);
    const isLast = index === count - 1;
    const pushes = isLast && bytes.length > 0 && (flags & FIN) === 0;
    const sequence = !hasBegun ? 0 : mine + segments.position + offset - (isSyn ? 1 : 0);
    const own = { id: firstId + index, sequence, bytes: part };
    return tcpPacket({ ...common, ...own, flags: pushes ? flags | PSH : flags });
  });
}

/** Interfaces and names of the file, in the order in which they are met. */
class Links {
  readonly #names: Names;
  readonly #numbers = new Map<string, number>();
  readonly #interfaces: { name: string; description: string }[] = [];
  readonly #hosts = new Map<string, string>();
  #ids = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  get known() {
    return { interfaces: this.#interfaces, names: this.#hosts };
  }

  /** Of a datagram, for its IP header. */
  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  of(from: Party, to: Party): number {
    const [one, other] = [this.#names.node(from.node), this.#names.node(to.node)];
    const key = `${one} -> ${other}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#interfaces.length;
      this.#numbers.set(key, number);
      const places = `${this.#names.place(from.node)} to ${this.#names.place(to.node)}`;
      this.#interfaces.push({ name: key, description: places });
    }
    return number;
  }

  /** Notes the names of two ends. @returns both in words. */
  meet(from: Party, to: Party): string {
    for (const party of [from, to]) this.#hosts.set(party.address.address, this.#names.of(party));
    return `${this.#names.of(from)} to ${this.#names.of(to)}`;
  }
}
