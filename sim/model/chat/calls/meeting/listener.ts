/** What one member of a meeting hears of the others, judged every ten seconds of speech. */
import type { Recorder } from '../../../../result/recorder.ts';
import type { Codec } from '../codecs.ts';
import { opinionOf, ratingOf } from '../e-model.ts';
import type { JitterBuffer } from '../jitter-buffers.ts';
import type { MeetingMeters } from './meeting-meters.ts';

/** Speech in a sample that people are asked about. Source: ITU-T P.800 Annex B: 8 to 10 s. */
const SAMPLE_MS = 10_000;
/** What is left at the end is judged too if it is not too short to be (assumption). */
const SHORTEST_MS = 1000;

export interface Hearing {
  readonly codec: Codec;
  readonly packetMs: number;
  readonly recorder: Recorder;
  makeBuffer(): JitterBuffer;
}

export class Listener {
  readonly #hearing: Hearing;
  readonly #meters: MeetingMeters;
  readonly #buffer: JitterBuffer;
  #packets = 0;
  #lost = 0;
  #late = 0;
  #playedMs = 0;

  constructor(hearing: Hearing, meters: MeetingMeters) {
    this.#hearing = hearing;
    this.#meters = meters;
    this.#buffer = hearing.makeBuffer();
  }

  /**
   * Packets of sound came together, or did not.
   *
   * @param tookMs from mouth to device, without coding; not finite: all are lost.
   * @param share of them that came.
   */
  heard(packets: number, tookMs: number, share: number, nowMs: number): void {
    this.#packets += packets;
    this.#lost += packets * (1 - share);
    if (share > 0) this.#play(packets * share, tookMs);
    if (this.#packets * this.#hearing.packetMs >= SAMPLE_MS) this.#judge(nowMs);
  }

  end(nowMs: number): void {
    if (this.#packets * this.#hearing.packetMs >= SHORTEST_MS) this.#judge(nowMs);
  }

  #play(packets: number, tookMs: number): void {
    const buffer = this.#buffer;
    // The first packet tells the buffer where to begin, and is never late.
    const isFirst = buffer.playoutMs === Number.POSITIVE_INFINITY;
    if (isFirst) buffer.heard(tookMs);
    const { playoutMs } = buffer;
    // Buffers count packets.
    for (let packet = isFirst ? 1 : 0; packet < packets - 0.5; packet += 1) buffer.heard(tookMs);
    if (tookMs > playoutMs) this.#late += packets;
    else this.#playedMs += packets * playoutMs;
  }

  #judge(nowMs: number): void {
    const { codec, packetMs, recorder } = this.#hearing;
    const missed = this.#lost + this.#late;
    const played = this.#packets - missed;
    recorder.add(this.#meters.packets, this.#packets, nowMs);
    recorder.add(this.#meters.lost, this.#lost, nowMs);
    recorder.add(this.#meters.late, this.#late, nowMs);
    if (played <= 0) recorder.record(this.#meters.mos, 1, nowMs);
    else {
      const delayMs = packetMs + codec.lookaheadMs + this.#playedMs / played;
      const lossRatio = missed / this.#packets;
      recorder.record(this.#meters.mouthToEar, delayMs, nowMs);
      const rating = ratingOf(codec, { delayMs, lossRatio, burstRatio: 1 });
      recorder.record(this.#meters.mos, opinionOf(rating, codec.scale), nowMs);
    }
    this.#packets = 0;
    this.#lost = 0;
    this.#late = 0;
    this.#playedMs = 0;
  }
}
