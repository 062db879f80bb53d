/** The connections between the devices of one place and one node, and what single packets on them cost. */
import { choose } from '../../part/choice.ts';
import { independent } from '../net/loss/independent.ts';
import { Losses } from '../net/loss/loss.ts';
import type { Course } from '../net/transport/course.ts';
import { INITIAL_TIMEOUT_MS, SHORTEST_TIMEOUT_MS } from '../net/transport/retransmission.ts';
import { NO_CALL, NO_CONNECTION } from './calls.ts';
import type { Lane, Peer } from './peer.ts';
import type { UpWay } from './uploads.ts';
import type { World } from './world.ts';

/** Between the devices of one place and one node. */
export interface Pool {
  readonly peer: Peer;
  readonly target: number;
  readonly course: Course;
  readonly lane: Lane;
  /** What the access network loses of what devices send. */
  readonly upLosses: Losses | undefined;
  readonly upWay: UpWay | undefined;
  /** By device: its connections, as a list; calls that wait for one, the first and the last. */
  readonly first: Int32Array;
  readonly waiting: Int32Array;
  readonly lastWaiting: Int32Array;
  /** 1 for devices that have been connected. */
  readonly isKnown: Uint8Array;
}

/** @param traffic for chance of its own. @param hasUploads whether what devices send is followed. */
export function makePool(
  world: World,
  traffic: string,
  peer: Peer,
  target: number,
  hasUploads: boolean,
): Pool {
  const { there, back } = world.exchange.course(peer.id, target, hasUploads);
  const { lines, lineRoomMs } = peer;
  const losses = (way: string) => accessLosses(world, traffic, peer, way);
  const upLosses = losses('up');
  return {
    peer,
    target,
    course: { there, back, lines, lineRoomMs, accessLosses: losses('down') },
    upLosses,
    upWay: hasUploads ? { ups: peer.ups!, roomMs: lineRoomMs, losses: upLosses, there } : undefined,
    lane: peer.lane(traffic),
    first: new Int32Array(peer.devices).fill(NO_CONNECTION),
    waiting: new Int32Array(peer.devices).fill(NO_CALL),
    lastWaiting: new Int32Array(peer.devices).fill(NO_CALL),
    isKnown: new Uint8Array(peer.devices),
  };
}

/** Single packets, one by one, as far as a profile says no more than how many. */
export function accessLosses(
  { streams }: World,
  traffic: string,
  { name, lossRatio }: Peer,
  way: string,
): Losses | undefined {
  if (lossRatio === 0) return undefined;
  const random = streams.stream(`${name}/${traffic}/${way} losses`);
  return new Losses(choose(independent, { share: lossRatio }).make(random));
}

/** Takes a connection out of a device's list. @param next of each connection. */
export function detach(
  { first }: Pool,
  next: Int32Array,
  device: number,
  connection: number,
): void {
  if (first[device] === connection) {
    first[device] = next[connection]!;
    return;
  }
  let before = first[device]!;
  while (next[before] !== connection) before = next[before]!;
  next[before] = next[connection]!;
}

/** Takes a call out of those that wait. @param next of each call. @returns whether it was one of them. */
export function unqueue(
  { waiting, lastWaiting }: Pool,
  next: Int32Array,
  device: number,
  call: number,
): boolean {
  let before = NO_CALL;
  let one = waiting[device]!;
  while (one !== NO_CALL && one !== call) {
    before = one;
    one = next[one]!;
  }
  if (one === NO_CALL) return false;
  if (before === NO_CALL) waiting[device] = next[call]!;
  else next[before] = next[call]!;
  if (lastWaiting[device] === call) lastWaiting[device] = before;
  return true;
}

/** Round trips of a handshake, and what it costs that some of its packets are lost, ms. */
export function handshakeMs(pool: Pool, trips: number, roundTripMs: number): number {
  let totalMs = trips * roundTripMs;
  for (let trip = 0; trip < trips; trip += 1) {
    const timeoutMs = trip === 0 ? INITIAL_TIMEOUT_MS : SHORTEST_TIMEOUT_MS + roundTripMs;
    const { there, back, accessLosses: lost } = pool.course;
    totalMs += repeatMs(timeoutMs, there.losses) + repeatMs(timeoutMs, back.losses);
    totalMs += repeatMs(timeoutMs, pool.upLosses) + repeatMs(timeoutMs, lost);
  }
  return totalMs;
}

/**
 * What it costs that a single packet may be lost, ms: it is sent again after a timeout, which doubles
 * each time. Source: RFC 6298 §5.5; for QUIC, RFC 9002 §6.2.1 has the like.
 */
export function repeatMs(timeoutMs: number, losses: Losses | undefined): number {
  if (losses === undefined) return 0;
  let totalMs = 0;
  for (let nextMs = timeoutMs; losses.of(1) > 0; nextMs *= 2) totalMs += nextMs;
  return totalMs;
}
