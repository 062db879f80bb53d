/** Who asks over connections with windows: the devices of a place, or a node, which is like one device. */
import type { LineQueues } from '../../engine/lines.ts';
import type { Random } from '../../engine/random.ts';

/** Chance of the access network for one traffic: another traffic's draws do not move these. */
export interface Lane {
  readonly setup: Random;
  readonly up: Random;
  readonly down: Random;
}

export interface Peer {
  readonly id: number;
  readonly name: string;
  readonly devices: number;
  /** Share of packets that its access network loses for good. */
  readonly lossRatio: number;
  /** The devices' ways down. */
  readonly lines: LineQueues;
  /** The devices' ways up; undefined: what is uploaded is not followed. */
  readonly ups?: LineQueues;
  /** Time's worth of packets that each way down or up has room for, ms. */
  readonly lineRoomMs: number;
  lane(traffic: string): Lane;
  /** The device that a call of its is made for. */
  deviceOf(call: number): number;
  /** Delay between a device and the backbone, or another node `to` that is nearer than that, ms. */
  accessMs(device: number, random: Random, to: number): number;
  /** Time that bytes take from the device to there, ms. */
  upMs(device: number, bytes: number, lane: Lane, to: number): number;
  /** The answer to a call is there. */
  received(call: number): void;
}
