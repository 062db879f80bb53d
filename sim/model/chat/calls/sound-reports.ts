/**
 * Reports that both ends of a call send each other beside its sound: when, how long they are, and the round trips that
 * they measure. Source: RFC 3550 §6 (RTCP), RFC 3711 §3.4 (secured)
 */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import { LOST, type MediaPath } from './media-path.ts';

/**
 * IPv4 20, UDP 8; of a sender 28 with a block on the other one 24 (RFC 3550 §6.4.1); its name 28, 96 bits of chance in base64
 * (§6.5, RFC 7022 §4.2); index 4 and tag 10 (RFC 3711 §3.4).
 */
export const REPORT_BYTES = 122;
/** Of a session's bandwidth; at the least between two reports, ms, half of it before the first. RFC 3550 §6.2 */
const BANDWIDTH_SHARE = 0.05;
const LEAST_MS = 5000;
/** Both speak. */
const MEMBERS = 2;
/** e − 3/2: what looking again makes intervals longer by. RFC 3550 §6.3.1 */
const COMPENSATION = 1.21828;

/** Mean distance of the reports of one end, ms. @param sessionBytesPerMs of sound in both directions. */
export function intervalMs(sessionBytesPerMs: number, isFirst: boolean): number {
  const sharedMs = (MEMBERS * REPORT_BYTES) / (BANDWIDTH_SHARE * sessionBytesPerMs);
  return Math.max(isFirst ? LEAST_MS / 2 : LEAST_MS, sharedMs);
}

export interface ReportParts {
  readonly simulator: Simulator;
  readonly random: Random;
  readonly path: MediaPath;
  readonly sessionBytesPerMs: number;
  /** Ends of a stream, people, and the node between them or -1. */
  endsOf(stream: number): { readonly from: number; readonly to: number; readonly relay: number };
  /** The other direction of its call; -1: it is over. */
  partnerOf(stream: number): number;
  /** Who carries reports as real packets, if anybody does. */
  speak(): ((stream: number) => void) | undefined;
  /** A report on a stream has come to its listener, who knows the round trip now. */
  measured(stream: number, roundTripMs: number): void;
}

export class SoundReports {
  readonly #parts: ReportParts;
  readonly #due: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  /** By stream: grows when it ends; when its last report was sent, NaN before the first. */
  #era = new Int32Array(0);
  #lastMs = new Float64Array(0);
  #beganMs = new Float64Array(0);
  /** What its last report took that came, ms; NaN: none has. */
  #tookMs = new Float64Array(0);
  /** Reports on their way: of which stream and era, sent when, and what they say of the other direction. */
  readonly #flying: {
    stream: number;
    era: number;
    sentMs: number;
    heardMs: number;
  }[] = [];
  readonly #free: number[] = [];

  constructor(parts: ReportParts) {
    const { simulator } = parts;
    this.#parts = parts;
    this.#due = simulator.handler((stream, era) => this.#expire(stream, era), 'report is due');
    this.#atBackbone = simulator.handler((report) => this.#goDown(report));
    this.#atDevice = simulator.handler((report) => this.#arrive(report));
  }

  begin(stream: number): void {
    const { nowMs } = this.#parts.simulator;
    if (stream >= this.#era.length) {
      const room = Math.max(stream + 1, 2 * this.#era.length);
      this.#era = grown(this.#era, room);
      this.#lastMs = grown(this.#lastMs, room);
      this.#beganMs = grown(this.#beganMs, room);
      this.#tookMs = grown(this.#tookMs, room);
    }
    this.#beganMs[stream] = nowMs;
    this.#lastMs[stream] = Number.NaN;
    this.#tookMs[stream] = Number.NaN;
    this.#expect(stream, nowMs + this.#draw(true));
  }

  end(stream: number): void {
    this.#era[stream]! += 1;
  }

  #draw(isFirst: boolean): number {
    const { random, sessionBytesPerMs } = this.#parts;
    return (intervalMs(sessionBytesPerMs, isFirst) * (0.5 + random.uniform())) / COMPENSATION;
  }

  #expect(stream: number, atMs: number): void {
    this.#parts.simulator.at(atMs, this.#due, stream, this.#era[stream]!);
  }

  /** Looks again whether it is time. RFC 3550 §6.3.6 */
  #expire(stream: number, era: number): void {
    if (this.#era[stream] !== era) return;
    const { nowMs } = this.#parts.simulator;
    const isFirst = Number.isNaN(this.#lastMs[stream]!);
    const sinceMs = isFirst ? this.#beganMs[stream]! : this.#lastMs[stream]!;
    const dueMs = sinceMs + this.#draw(isFirst);
    if (dueMs > nowMs) {
      this.#expect(stream, dueMs);
      return;
    }
    this.#lastMs[stream] = nowMs;
    this.#expect(stream, nowMs + this.#draw(false));
    this.#send(stream);
  }

  #send(stream: number): void {
    const { simulator, path, endsOf, partnerOf, speak } = this.#parts;
    const real = speak();
    if (real !== undefined) {
      real(stream);
      return;
    }
    const { from, to, relay } = endsOf(stream);
    const delayMs = path.toBackboneMs(from, to, relay, REPORT_BYTES);
    if (delayMs === LOST) return;
    const report = this.#free.pop() ?? this.#flying.length;
    const partner = partnerOf(stream);
    this.#flying[report] = {
      stream,
      era: this.#era[stream]!,
      sentMs: simulator.nowMs,
      heardMs: partner < 0 ? Number.NaN : this.#tookMs[partner]!,
    };
    simulator.after(delayMs, this.#atBackbone, report);
  }

  #goDown(report: number): void {
    const { simulator, path, endsOf } = this.#parts;
    const { stream, era } = this.#flying[report]!;
    if (this.#era[stream] !== era) {
      this.#free.push(report);
      return;
    }
    const { from, to, relay } = endsOf(stream);
    const delayMs = path.toDeviceMs(from, to, relay, REPORT_BYTES);
    if (delayMs === LOST) this.#free.push(report);
    else simulator.after(delayMs, this.#atDevice, report);
  }

  /** RFC 3550 §6.4.1: the round trip is what is left when the time between hearing and answering is taken away. */
  #arrive(report: number): void {
    const { simulator, measured } = this.#parts;
    const { stream, era, sentMs, heardMs } = this.#flying[report]!;
    this.#free.push(report);
    if (this.#era[stream] !== era) return;
    const tookMs = simulator.nowMs - sentMs;
    this.#tookMs[stream] = tookMs;
    if (!Number.isNaN(heardMs)) measured(stream, heardMs + tookMs);
  }
}
