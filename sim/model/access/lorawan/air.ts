/**
 * Frames on the air of one area, and what its gateways read of them. Pairs of frames decide: a frame
 * is lost at a gateway where some other one was too strong for it while it mattered.
 */
import { grown } from '../../../engine/grown.ts';
import { symbolMs } from './airtime.ts';
import { sensitivityDbm, survives } from './radio.ts';

const FIRST_SLOTS = 64;
const NONE = -1;

export interface AirSettings {
  readonly gateways: number;
  readonly channels: number;
  /** Frames that a gateway reads at the same time. */
  readonly demodulators: number;
  readonly preambleSymbols: number;
  /**
   * The last symbols of the preamble that must be free of others for a frame to be found; all of
   * them make every overlap count, as in pure ALOHA.
   */
  readonly neededSymbols: number;
}

export class Air {
  readonly #settings: AirSettings;
  #spreading = new Uint8Array(0);
  #channel = new Uint8Array(0);
  #endMs = new Float64Array(0);
  /** From when on a frame can be harmed, ms. */
  #criticalMs = new Float64Array(0);
  /** By frame and gateway: strength, whether a demodulator works on it, whether it is spoilt. */
  #dbm = new Float64Array(0);
  #isHeld = new Uint8Array(0);
  #isSpoilt = new Uint8Array(0);
  /** Gateways at which a frame may still be read. */
  #hopes = new Uint8Array(0);
  #next = new Int32Array(0);
  #before = new Int32Array(0);
  #free = NONE;
  #slots = 0;
  readonly #first: Int32Array;
  readonly #busy: Int32Array;
  readonly #deafUntilMs: Float64Array;
  /** Frames that another one spoilt at some gateway that could have heard them. */
  collisions = 0;

  constructor(settings: AirSettings) {
    this.#settings = settings;
    this.#first = new Int32Array(settings.channels).fill(NONE);
    this.#busy = new Int32Array(settings.gateways);
    this.#deafUntilMs = new Float64Array(settings.gateways);
  }

  /** A frame begins. @param dbmAt its strength at each gateway. @returns its number until `end`. */
  begin(
    nowMs: number,
    airtimeMs: number,
    spreading: number,
    channel: number,
    dbmAt: (gateway: number) => number,
  ): number {
    const { gateways, preambleSymbols, neededSymbols } = this.#settings;
    const frame = this.#take();
    this.#spreading[frame] = spreading;
    this.#channel[frame] = channel;
    this.#endMs[frame] = nowMs + airtimeMs;
    this.#criticalMs[frame] = nowMs + (preambleSymbols - neededSymbols) * symbolMs(spreading);
    this.#hopes[frame] = 0;
    for (let gateway = 0; gateway < gateways; gateway += 1) {
      this.#listen(frame, gateway, nowMs, dbmAt(gateway), spreading);
    }
    for (let other = this.#first[channel]!; other !== NONE; other = this.#next[other]!) {
      if (this.#endMs[other]! <= nowMs) continue;
      if (this.#endMs[frame]! > this.#criticalMs[other]!) this.#meet(other, frame);
      if (this.#endMs[other]! > this.#criticalMs[frame]!) this.#meet(frame, other);
    }
    this.#link(frame, channel);
    return frame;
  }

  /** A frame is over. @returns the gateway that read it at its strongest; -1 when none did. */
  end(frame: number): number {
    const { gateways } = this.#settings;
    let best = NONE;
    let isSpoilt = false;
    for (let gateway = 0; gateway < gateways; gateway += 1) {
      const at = frame * gateways + gateway;
      if (this.#isHeld[at] === 0) continue;
      this.#busy[gateway]! -= 1;
      if (this.#isSpoilt[at] === 1) isSpoilt = true;
      else if (best < 0 || this.#dbm[at]! > this.#dbm[frame * gateways + best]!) best = gateway;
    }
    if (best < 0 && isSpoilt) this.collisions += 1;
    this.#unlink(frame);
    return best;
  }

  /** Strength of a frame at a gateway, dBm. */
  strengthDbm(frame: number, gateway: number): number {
    return this.#dbm[frame * this.#settings.gateways + gateway]!;
  }

  /** A gateway sends and hears nothing meanwhile: frames that it works on are lost to it. */
  deafen(gateway: number, untilMs: number): void {
    const { gateways } = this.#settings;
    this.#deafUntilMs[gateway] = Math.max(untilMs, this.#deafUntilMs[gateway]!);
    for (const first of this.#first) {
      for (let frame = first; frame !== NONE; frame = this.#next[frame]!) {
        this.#spoil(frame, frame * gateways + gateway);
      }
    }
  }

  #listen(frame: number, gateway: number, nowMs: number, dbm: number, spreading: number): void {
    const at = frame * this.#settings.gateways + gateway;
    this.#dbm[at] = dbm;
    const isHeard = dbm >= sensitivityDbm(spreading);
    const isFree = this.#busy[gateway]! < this.#settings.demodulators;
    this.#isHeld[at] = isHeard && isFree ? 1 : 0;
    this.#isSpoilt[at] = 0;
    if (!isHeard || !isFree) return;
    this.#busy[gateway]! += 1;
    this.#hopes[frame]! += 1;
    if (nowMs < this.#deafUntilMs[gateway]!) this.#spoil(frame, at);
  }

  /** Spoils a frame wherever the other one is too strong for it. */
  #meet(frame: number, other: number): void {
    // Where a city talks at once, most frames are past hope.
    if (this.#hopes[frame] === 0) return;
    const { gateways } = this.#settings;
    const [own, its] = [this.#spreading[frame]!, this.#spreading[other]!];
    for (let gateway = 0; gateway < gateways; gateway += 1) {
      const at = frame * gateways + gateway;
      if (!survives(this.#dbm[at]!, own, this.#dbm[other * gateways + gateway]!, its)) {
        this.#spoil(frame, at);
      }
    }
  }

  #spoil(frame: number, at: number): void {
    if (this.#isHeld[at] === 0 || this.#isSpoilt[at] === 1) return;
    this.#isSpoilt[at] = 1;
    this.#hopes[frame]! -= 1;
  }

  #link(frame: number, channel: number): void {
    const first = this.#first[channel]!;
    this.#next[frame] = first;
    this.#before[frame] = NONE;
    if (first !== NONE) this.#before[first] = frame;
    this.#first[channel] = frame;
  }

  #unlink(frame: number): void {
    const [next, before] = [this.#next[frame]!, this.#before[frame]!];
    if (before === NONE) this.#first[this.#channel[frame]!] = next;
    else this.#next[before] = next;
    if (next !== NONE) this.#before[next] = before;
    this.#next[frame] = this.#free;
    this.#free = frame;
  }

  #take(): number {
    if (this.#free === NONE && this.#slots === this.#next.length) this.#grow();
    if (this.#free === NONE) {
      this.#slots += 1;
      return this.#slots - 1;
    }
    const frame = this.#free;
    this.#free = this.#next[frame]!;
    return frame;
  }

  #grow(): void {
    const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
    const { gateways } = this.#settings;
    this.#spreading = grown(this.#spreading, slots);
    this.#channel = grown(this.#channel, slots);
    this.#endMs = grown(this.#endMs, slots);
    this.#criticalMs = grown(this.#criticalMs, slots);
    this.#dbm = grown(this.#dbm, slots * gateways);
    this.#isHeld = grown(this.#isHeld, slots * gateways);
    this.#isSpoilt = grown(this.#isSpoilt, slots * gateways);
    this.#hopes = grown(this.#hopes, slots);
    this.#next = grown(this.#next, slots);
    this.#before = grown(this.#before, slots);
  }
}
