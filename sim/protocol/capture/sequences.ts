/** A connection, or a request on its way through all nodes, as steps of a sequence. */
import type { ConnectionCounts, Sequence, SequenceStep } from '../../result/sequence.ts';
import { SEGMENT_BYTES } from '../wire/intake.ts';
import type { VirtualSocket } from '../wire/socket.ts';
import { ACK, FIN, RST, type Segments, SYN } from '../wire/tap.ts';
import { type Exchanged, MOST_HOPS, type Onward } from './exchange-log.ts';
import type { Names } from './names.ts';
import type { Recorded } from './recorder.ts';

/** IP, TCP and timestamps. */
const HEADER_BYTES = 52;
const LINE = /^(?:[A-Z]+ \S+ HTTP\/1\.1|HTTP\/1\.1 \d{3}[^\r]*)/;
const LONGEST_LINE = 200;

/** A part of a connection. */
interface Stretch {
  readonly connection: Recorded;
  readonly fromMs: number;
  readonly untilMs: number;
}

const text = new TextDecoder('latin1');

/** In a few words. */
function whatOf({ flags, bytes }: Segments, isSealed: boolean): string {
  if ((flags & SYN) !== 0) return (flags & ACK) !== 0 ? 'SYN, ACK' : 'SYN';
  if ((flags & RST) !== 0) return 'RST';
  if ((flags & FIN) !== 0) return 'FIN';
  if (bytes.length === 0) return 'ACK';
  const line = isSealed ? undefined : LINE.exec(text.decode(bytes.subarray(0, LONGEST_LINE)))?.[0];
  return line ?? (isSealed ? 'TLS' : 'bytes');
}

const packetsIn = ({ bytes }: Segments): number =>
  Math.max(1, Math.ceil(bytes.length / SEGMENT_BYTES));

/** How often the caller has waited: for the first answer, and for each that turns the direction of bytes. */
function roundTripsOf(sent: readonly Segments[]): number {
  let trips = sent.some(({ flags, isUp }) => !isUp && (flags & SYN) !== 0) ? 1 : 0;
  let wasUp = false;
  for (const { isUp, bytes } of sent) {
    if (bytes.length === 0) continue;
    if (wasUp && !isUp) trips += 1;
    wasUp = isUp;
  }
  return trips;
}

function countsOf({ connection, fromMs, untilMs }: Stretch, names: Names): ConnectionCounts {
  const { number, caller, callee } = connection;
  const sent = connection.sent.filter(({ sentMs }) => sentMs >= fromMs && sentMs <= untilMs);
  const sum = (isUp: boolean, of: (one: Segments) => number) =>
    sent.reduce((total, one) => total + (one.isUp === isUp ? of(one) : 0), 0);
  const wire = (one: Segments) => one.bytes.length + HEADER_BYTES * packetsIn(one);
  // What is sent again has been counted.
  const news = (isUp: boolean) => {
    let end = 0;
    return sum(isUp, ({ position, bytes }) => {
      const more =
        bytes.length === 0 ? 0 : Math.max(0, position + bytes.length - Math.max(end, position));
      end = Math.max(end, position + bytes.length);
      return more;
    });
  };
  return {
    connection: number,
    from: names.of(caller),
    to: names.of(callee),
    upBytes: news(true),
    downBytes: news(false),
    upPackets: sum(true, packetsIn),
    downPackets: sum(false, packetsIn),
    upWireBytes: sum(true, wire),
    downWireBytes: sum(false, wire),
    lostPackets: sent.reduce(
      (total, one) => total + (one.takesMs === Number.POSITIVE_INFINITY ? packetsIn(one) : 0),
      0,
    ),
    roundTrips: roundTripsOf(sent),
  };
}

function stepsOf(
  { connection, fromMs, untilMs }: Stretch,
  names: Names,
): Omit<SequenceStep, 'event'>[] {
  const { caller, callee, isSealed } = connection;
  const [one, other] = [names.of(caller), names.of(callee)];
  return connection.sent
    .filter(({ sentMs }) => sentMs >= fromMs && sentMs <= untilMs)
    .map((segments) => ({
      atMs: segments.sentMs,
      what: whatOf(segments, isSealed),
      where: segments.isUp ? one : other,
      to: segments.isUp ? other : one,
      ...(Number.isFinite(segments.takesMs) && {
        arrivesAtMs: segments.sentMs + segments.takesMs,
      }),
      bytes: segments.bytes.length,
    }));
}

function sequenceOf(title: string, stretches: readonly Stretch[], names: Names): Sequence {
  const steps = stretches
    .flatMap((stretch) => stepsOf(stretch, names))
    .map((step, order) => ({ step, order }))
    .sort((a, b) => a.step.atMs - b.step.atMs || a.order - b.order)
    .map(({ step }, event) => ({ ...step, event: event + 1 }));
  return { title, connections: stretches.map((one) => countsOf(one, names)), steps };
}

/** @returns undefined when there is no connection of this number. */
export function connectionSequence(
  all: readonly Recorded[],
  number: number,
  names: Names,
): Sequence | undefined {
  const connection = all.find((one) => one.number === number);
  if (connection === undefined) return undefined;
  const whole = { connection, fromMs: 0, untilMs: Number.POSITIVE_INFINITY };
  return sequenceOf(`connection ${number}`, [whole], names);
}

/** @returns undefined when its connection was not recorded. */
export function requestSequence(
  all: readonly Recorded[],
  exchanged: Exchanged,
  onward: readonly Onward[],
  names: Names,
): Sequence | undefined {
  const { marks, socket, path, number } = exchanged;
  const connection = socket && dialledBy(all, socket);
  if (connection === undefined) return undefined;
  const untilMs = marks.ended ?? Number.POSITIVE_INFINITY;
  const stretches: Stretch[] = [{ connection, fromMs: marks.began, untilMs }];
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const next = hopAfter(stretches.at(-1)!, path, all, onward);
    if (next === undefined) break;
    stretches.push(next);
  }
  return sequenceOf(`request ${number}: ${path}`, stretches, names);
}

const dialledBy = (all: readonly Recorded[], { localAddress, localPort }: VirtualSocket) =>
  all.find(({ caller }) => {
    const { address, port } = caller.address;
    return port === localPort && address === localAddress;
  });

/** Where the node that was asked asks for the same in turn; its new connection belongs to it. */
function hopAfter(
  { connection: { callee }, ...last }: Stretch,
  path: string,
  all: readonly Recorded[],
  onward: readonly Onward[],
): Stretch | undefined {
  const asking = onward.find(
    (one) =>
      one.node === callee.node &&
      one.path === path &&
      one.atMs >= last.fromMs &&
      one.atMs <= last.untilMs,
  );
  const connection = asking && dialledBy(all, asking.socket);
  if (connection?.sent[0] === undefined) return undefined;
  const { atMs, socket, httpVersion } = asking!;
  const firstMs = connection.sent[0].sentMs;
  const fromMs = firstMs >= last.fromMs ? firstMs : atMs;
  // Over HTTP/2 others ask meanwhile.
  const next =
    httpVersion === 'HTTP/2'
      ? undefined
      : onward.find((one) => one.socket === socket && one.atMs > atMs);
  return { connection, fromMs, untilMs: Math.min(last.untilMs, next?.atMs ?? last.untilMs) };
}
