/** Streams of sound, one a direction of a call: packets go out at equal distances and are heard, or not. */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { SoundFormat, SoundWire } from '../../node/sound-wire.ts';
import type { World } from '../../node/world.ts';
import type { JitterBuffer } from './jitter-buffers.ts';
import { LOST, type MediaPath } from './media-path.ts';
import { SoundReports } from './sound-reports.ts';

const FIRST_SLOTS = 64;
/** RTP 12 (RFC 3550 §5.1), UDP 8 and IPv4 20 bytes; SRTP has a tag of 10 more (RFC 3711 §4.2). */
const HEADER_BYTES = 50;

/** How a stream fared. */
export interface Fared {
  /** Whoever began it. */
  readonly owner: number;
  readonly sent: number;
  /** Did not arrive; arrived too late to be played. */
  readonly lost: number;
  readonly late: number;
  /** Runs of packets that were not played. */
  readonly bursts: number;
  /** Mean time from sending to playing, ms. */
  readonly playoutMs: number;
}

interface SoundParts {
  readonly world: World;
  readonly path: MediaPath;
  /** Of reports, whose chance is their own; when they are sent. */
  readonly reportPath: MediaPath;
  readonly reportTimes: Random;
  /** Sound in a packet, ms, and its bytes without headers. */
  readonly packetMs: number;
  readonly payloadBytes: number;
  readonly format: SoundFormat;
  makeBuffer(): JitterBuffer;
  /** The last packet of a stream has been heard or is lost. */
  ended(fared: Fared): void;
  /** Whoever hears a stream knows the round trip. */
  measured(owner: number, roundTripMs: number): void;
}

export class StreamsOfSound {
  readonly #parts: SoundParts;
  readonly #bytes: number;
  readonly #send: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  #owner = new Int32Array(0);
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #relay = new Int32Array(0);
  #startMs = new Float64Array(0);
  #packets = new Int32Array(0);
  #sent = new Int32Array(0);
  #settled = new Int32Array(0);
  #lost = new Int32Array(0);
  #late = new Int32Array(0);
  #bursts = new Int32Array(0);
  /** 1 while the last packet was not played. */
  #inBurst = new Uint8Array(0);
  #playedMs = new Float64Array(0);
  readonly #buffers: JitterBuffer[] = [];
  #wire: SoundWire | undefined;
  #reporter: ((stream: number) => void) | undefined;
  readonly #free: number[] = [];
  #slots = 0;
  readonly #reports: SoundReports;
  /** The other direction of its call; -1: it is over, or has not begun. */
  #partner = new Int32Array(0);

  constructor(parts: SoundParts) {
    const { simulator } = parts.world;
    this.#reports = new SoundReports({
      simulator,
      random: parts.reportTimes,
      path: parts.reportPath,
      sessionBytesPerMs: (2 * (parts.payloadBytes + HEADER_BYTES)) / parts.packetMs,
      endsOf: (stream) => this.#endsOf(stream),
      partnerOf: (stream) => this.#partner[stream]!,
      speak: () => this.#reporter,
      measured: (stream, roundTripMs) => parts.measured(this.#owner[stream]!, roundTripMs),
    });
    this.#parts = parts;
    this.#bytes = parts.payloadBytes + HEADER_BYTES;
    this.#send = simulator.handler((stream) => this.#sendNext(stream), 'sound is sent');
    this.#atBackbone = simulator.handler((stream, packet) => this.#goDown(stream, packet));
    this.#atDevice = simulator.handler((stream, packet) => this.#arrive(stream, packet));
  }

  /**
   * @param owner told at the end. @param packets one or more. @param partner the other direction, if it has begun.
   *
   * @returns its number.
   */
  begin(
    owner: number,
    from: number,
    to: number,
    relay: number,
    packets: number,
    partner = -1,
  ): number {
    const stream = this.#free.pop() ?? this.#newSlot();
    this.#partner[stream] = partner;
    if (partner >= 0) this.#partner[partner] = stream;
    this.#owner[stream] = owner;
    this.#from[stream] = from;
    this.#to[stream] = to;
    this.#relay[stream] = relay;
    this.#startMs[stream] = this.#parts.world.simulator.nowMs;
    this.#packets[stream] = packets;
    for (const tally of [this.#sent, this.#settled, this.#lost, this.#late, this.#bursts]) {
      tally[stream] = 0;
    }
    this.#inBurst[stream] = 0;
    this.#playedMs[stream] = 0;
    this.#buffers[stream] = this.#parts.makeBuffer();
    this.#wire ??= this.#wireOf();
    this.#wire?.open(stream, { from, to, relay }, partner);
    this.#reports.begin(stream);
    this.#sendNext(stream);
    return stream;
  }

  #endsOf(stream: number) {
    return { from: this.#from[stream]!, to: this.#to[stream]!, relay: this.#relay[stream]! };
  }

  /** Packets are spoken where the world says so, which is known when the first stream begins. */
  #wireOf(): SoundWire | undefined {
    const { world, path, reportPath, packetMs, payloadBytes, format } = this.#parts;
    const wire = world.makeSoundWire?.({
      path,
      reportPath,
      packetMs,
      payloadBytes,
      format,
      arrived: (stream, packet) => this.#arrive(stream, packet),
      lost: (stream) => this.#lose(stream),
      measured: (stream, roundTripMs) => this.#parts.measured(this.#owner[stream]!, roundTripMs),
    });
    if (wire !== undefined) this.#reporter = (stream) => wire.report(stream);
    return wire;
  }

  #sendNext(stream: number): void {
    const { world, path, packetMs } = this.#parts;
    const packet = this.#sent[stream]!;
    this.#sent[stream] = packet + 1;
    const [from, to] = [this.#from[stream]!, this.#to[stream]!];
    const wire = this.#wire;
    const delayMs =
      wire === undefined ? path.toBackboneMs(from, to, this.#relay[stream]!, this.#bytes) : 0;
    // Before the packet is lost: then it could be the last one, and the stream another's.
    if (packet + 1 < this.#packets[stream]!) world.simulator.after(packetMs, this.#send, stream);
    if (wire !== undefined) wire.send(stream, packet);
    else if (delayMs === LOST) this.#lose(stream);
    else world.simulator.after(delayMs, this.#atBackbone, stream, packet);
  }

  #goDown(stream: number, packet: number): void {
    const { world, path } = this.#parts;
    const [from, to] = [this.#from[stream]!, this.#to[stream]!];
    const delayMs = path.toDeviceMs(from, to, this.#relay[stream]!, this.#bytes);
    if (delayMs === LOST) this.#lose(stream);
    else if (delayMs > 0) world.simulator.after(delayMs, this.#atDevice, stream, packet);
    else this.#arrive(stream, packet);
  }

  #arrive(stream: number, packet: number): void {
    const { world, packetMs } = this.#parts;
    const buffer = this.#buffers[stream]!;
    const tookMs = world.simulator.nowMs - this.#startMs[stream]! - packet * packetMs;
    // The first packet tells the buffer where to begin, and is never late.
    const isFirst = buffer.playoutMs === Number.POSITIVE_INFINITY;
    if (isFirst) buffer.heard(tookMs);
    const { playoutMs } = buffer;
    if (!isFirst) buffer.heard(tookMs);
    if (tookMs > playoutMs) this.#late[stream]! += 1;
    else this.#playedMs[stream]! += playoutMs;
    this.#settle(stream, tookMs <= playoutMs);
  }

  #lose(stream: number): void {
    this.#lost[stream]! += 1;
    this.#settle(stream, false);
  }

  /** Runs of losses are in the order of arrival, which is that of sending but for a few packets. */
  #settle(stream: number, isPlayed: boolean): void {
    if (!isPlayed && this.#inBurst[stream] === 0) this.#bursts[stream]! += 1;
    this.#inBurst[stream] = isPlayed ? 0 : 1;
    this.#settled[stream]! += 1;
    if (this.#settled[stream] === this.#packets[stream]) this.#end(stream);
  }

  #end(stream: number): void {
    const [sent, lost, late] = [this.#packets[stream]!, this.#lost[stream]!, this.#late[stream]!];
    const played = sent - lost - late;
    const playoutMs = played === 0 ? Number.POSITIVE_INFINITY : this.#playedMs[stream]! / played;
    const owner = this.#owner[stream]!;
    this.#free.push(stream);
    const partner = this.#partner[stream]!;
    if (partner >= 0) this.#partner[partner] = -1;
    this.#reports.end(stream);
    this.#wire?.close(stream);
    this.#parts.ended({ owner, sent, lost, late, bursts: this.#bursts[stream]!, playoutMs });
  }

  #newSlot(): number {
    if (this.#slots === this.#from.length) this.#grow(Math.max(FIRST_SLOTS, this.#slots * 2));
    this.#slots += 1;
    return this.#slots - 1;
  }

  #grow(slots: number): void {
    this.#owner = grown(this.#owner, slots);
    this.#from = grown(this.#from, slots);
    this.#to = grown(this.#to, slots);
    this.#relay = grown(this.#relay, slots);
    this.#startMs = grown(this.#startMs, slots);
    this.#packets = grown(this.#packets, slots);
    this.#sent = grown(this.#sent, slots);
    this.#settled = grown(this.#settled, slots);
    this.#lost = grown(this.#lost, slots);
    this.#late = grown(this.#late, slots);
    this.#bursts = grown(this.#bursts, slots);
    this.#inBurst = grown(this.#inBurst, slots);
    this.#playedMs = grown(this.#playedMs, slots);
    this.#partner = grown(this.#partner, slots);
  }
}
