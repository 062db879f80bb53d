/**
 * Reports that are sent again until they are acknowledged. Their sender goes by the clock alone: where a network takes
 * longer than that, what was not lost is sent again, too. Source: RFC 7252 §4.2, §4.8
 */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId, TimerId } from '../../../engine/simulator.ts';
import type { Messages } from '../../chat/messages.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { World } from '../../node/world.ts';

/** RFC 7252 §4.8 */
const ACK_TIMEOUT_MS = 2000;
const ACK_RANDOM_FACTOR = 1.5;
const MOST_RETRANSMITS = 4;
/** IP 20, UDP 8, CoAP 4, and a token of 8: the answer goes with the acknowledgement. RFC 7252 §5.2.1 */
export const ACKNOWLEDGEMENT_BYTES = 40;

/** What the server knows of a report. */
const UNKNOWN = 0;
const IN_WORK = 1;
const TAKEN = 2;

export interface ConfirmedParts {
  readonly world: World;
  readonly node: Clients;
  readonly lane: Lane;
  /** Of packets that the access network loses. */
  readonly chance: Random;
  readonly timeouts: Random;
  readonly reports: Messages;
  serverOf(device: number): number;
  /** The server begins to work on a report, and calls `worked` or `crashed`. */
  submit(report: number): void;
  /** The server has it, or its sender has given it up and the server has not. */
  ended(report: number, isLost: boolean): void;
}

export class ConfirmedReports {
  readonly #parts: ConfirmedParts;
  readonly #mediumUp: number;
  readonly #mediumDown: number;
  readonly #atServer: HandlerId;
  readonly #atPlace: HandlerId;
  readonly #atDevice: HandlerId;
  readonly #due: HandlerId;
  /** By report: times that it was sent again; what it waits for, ms, and by which timer. */
  #tries = new Uint8Array(0);
  #waitMs = new Float64Array(0);
  readonly #timers: TimerId[] = [];
  #known = new Uint8Array(0);
  /** How often the server had crashed when it took it: what it knew is gone with its process. */
  #epoch = new Int32Array(0);
  /** 1 when what became of it has been told. */
  #isEnded = new Uint8Array(0);
  /** 1 when its sender has been told, or has given it up. */
  #isSettled = new Uint8Array(0);

  constructor(parts: ConfirmedParts) {
    const { world, node } = parts;
    const { simulator } = world;
    this.#parts = parts;
    this.#mediumUp = node.medium?.owner((report, isLost) => this.#leftAccess(report, isLost)) ?? -1;
    this.#mediumDown = node.medium?.owner((report, isLost) => this.#heard(report, isLost)) ?? -1;
    this.#atServer = simulator.handler((report) => this.#arrive(report), 'report at the server');
    this.#atPlace = simulator.handler((report) => this.#goDown(report), 'acknowledgement');
    this.#atDevice = simulator.handler((report) => this.#heard(report, false));
    this.#due = simulator.handler((report) => this.#expire(report), 'report sent again');
  }

  /** A report that counts as pending once, until its sender is done with it. */
  send(report: number): void {
    const room = this.#parts.reports.sender.length;
    this.#tries = grown(this.#tries, room);
    this.#waitMs = grown(this.#waitMs, room);
    this.#known = grown(this.#known, room);
    this.#epoch = grown(this.#epoch, room);
    this.#isEnded = grown(this.#isEnded, room);
    this.#isSettled = grown(this.#isSettled, room);
    this.#tries[report] = 0;
    this.#known[report] = UNKNOWN;
    this.#isSettled[report] = 0;
    this.#isEnded[report] = 0;
    const drawn = this.#parts.timeouts.uniform();
    this.#waitMs[report] = ACK_TIMEOUT_MS * (1 + (ACK_RANDOM_FACTOR - 1) * drawn);
    this.#transmit(report);
  }

  /** The server has done its work on it. */
  worked(report: number): void {
    this.#known[report] = TAKEN;
    this.#epoch[report] = this.#epochOf(report);
    this.#end(report, false);
    this.#acknowledge(report);
  }

  /** The server has crashed over its work. */
  crashed(report: number): void {
    this.#known[report] = UNKNOWN;
    this.#drop(report);
  }

  #transmit(report: number): void {
    const { node, world, reports, lane, chance, serverOf } = this.#parts;
    const device = reports.sender[report]!;
    const bytes = reports.bytes[report]!;
    reports.pending[report]! += 1;
    this.#timers[report] = world.simulator.timer(this.#waitMs[report]!, this.#due, report);
    const { medium, lossRatio } = node;
    if (medium !== undefined) medium.sendUp(this.#mediumUp, report, device, bytes);
    else if (lossRatio > 0 && chance.uniform() < lossRatio) this.#drop(report);
    else this.#cross(report, node.upMs(device, bytes, lane, serverOf(device)));
  }

  #leftAccess(report: number, isLost: boolean): void {
    if (isLost) this.#drop(report);
    else this.#cross(report, 0);
  }

  #cross(report: number, accessMs: number): void {
    const { node, reports, serverOf } = this.#parts;
    const server = serverOf(reports.sender[report]!);
    const networkMs = this.#passMs(node.id, server, reports.bytes[report]!);
    this.#travel(report, accessMs + networkMs, this.#atServer);
  }

  /** A datagram passes the network, or is lost there. RFC 7252 §3 */
  #passMs(from: number, to: number, bytes: number): number {
    const { exchange, simulator } = this.#parts.world;
    exchange.countCarried(from, to, 1, 0, simulator.nowMs);
    return exchange.datagram(from, to, bytes);
  }

  #travel(report: number, takesMs: number, then: HandlerId): void {
    if (takesMs === Number.POSITIVE_INFINITY) this.#drop(report);
    else this.#parts.world.simulator.after(takesMs, then, report);
  }

  #arrive(report: number): void {
    const { world, reports, serverOf, submit } = this.#parts;
    const isUp = world.exchange.up[serverOf(reports.sender[report]!)] === 1;
    if (!isUp || this.#known[report] === IN_WORK) this.#drop(report);
    // RFC 7252 §4.5: known again by its number, and answered without work.
    else if (this.#known[report] === TAKEN && this.#epoch[report] === this.#epochOf(report)) {
      this.#acknowledge(report);
    } else {
      this.#known[report] = IN_WORK;
      submit(report);
    }
  }

  #acknowledge(report: number): void {
    const { node, reports, serverOf } = this.#parts;
    const server = serverOf(reports.sender[report]!);
    this.#travel(report, this.#passMs(server, node.id, ACKNOWLEDGEMENT_BYTES), this.#atPlace);
  }

  #goDown(report: number): void {
    const { node, reports, lane, chance, serverOf } = this.#parts;
    const device = reports.sender[report]!;
    const { medium, lossRatio } = node;
    if (medium !== undefined) {
      medium.sendDown(this.#mediumDown, report, device, ACKNOWLEDGEMENT_BYTES);
    } else if (lossRatio > 0 && chance.uniform() < lossRatio) this.#drop(report);
    else {
      const takesMs = node.downMs(device, ACKNOWLEDGEMENT_BYTES, lane, serverOf(device));
      this.#travel(report, takesMs, this.#atDevice);
    }
  }

  /** An acknowledgement is at the device, or lost on the air. */
  #heard(report: number, isLost: boolean): void {
    if (!isLost && this.#isSettled[report] === 0) {
      this.#parts.world.simulator.cancel(this.#timers[report]!);
      this.#isSettled[report] = 1;
      this.#drop(report);
    }
    this.#drop(report);
  }

  #expire(report: number): void {
    if (this.#tries[report] === MOST_RETRANSMITS) {
      this.#isSettled[report] = 1;
      this.#end(report, true);
      this.#drop(report);
      return;
    }
    this.#tries[report]! += 1;
    this.#waitMs[report]! *= 2;
    this.#transmit(report);
  }

  #epochOf(report: number): number {
    const { world, reports, serverOf } = this.#parts;
    return world.exchange.epoch[serverOf(reports.sender[report]!)]!;
  }

  /** A server that has crashed may work on a report again, which counts once. */
  #end(report: number, isLost: boolean): void {
    if (this.#isEnded[report] === 1) return;
    this.#isEnded[report] = 1;
    this.#parts.ended(report, isLost);
  }

  /** A copy, an acknowledgement or the sender’s own wait is over. */
  #drop(report: number): void {
    this.#parts.reports.settle(report, 1);
  }
}
