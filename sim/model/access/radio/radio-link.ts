/** An access network behind radios that sleep: what is sent first wakes the device's radio. */
import type { Random } from '../../../engine/random.ts';
import { RadioMeters } from '../meters.ts';
import type { AccessContext, AccessLink } from '../profile.ts';
import { Handovers } from './handovers.ts';
import type { RadioSettings } from './radio.ts';

const MS_PER_SECOND = 1000;

export class RadioLink implements AccessLink {
  readonly #link: AccessLink;
  readonly #settings: RadioSettings;
  readonly #meters: RadioMeters;
  /** Undefined: the devices do not move. */
  readonly handovers: Handovers | undefined;
  /** When the radio was last at work, ms; in the future while it wakes. */
  readonly #lastMs: Float64Array;
  /** When the connection ends unless something happens, ms. */
  readonly #releaseMs: Float64Array;
  /** 1 for connections that were resumed, until their next exchange. */
  readonly #isResumed: Uint8Array;
  /** 0 to 1: where in each cycle a device listens; networks spread their devices evenly. */
  readonly #phase: Float64Array;

  constructor(link: AccessLink, settings: RadioSettings, context: AccessContext) {
    this.#link = link;
    this.#settings = settings;
    this.#meters = new RadioMeters(context, settings.idleMw);
    const { devices } = context;
    const moves = settings.handoverEveryMs > 0;
    this.handovers = moves ? new Handovers(settings, context) : undefined;
    this.#lastMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#releaseMs = new Float64Array(devices).fill(Number.NEGATIVE_INFINITY);
    this.#isResumed = new Uint8Array(devices);
    this.#phase = new Float64Array(devices);
    const random = context.stream('paging');
    for (let device = 0; device < devices; device += 1) this.#phase[device] = random.uniform();
  }

  upMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const waitMs = this.#wake(device, nowMs, false);
    return waitMs + this.#link.upMs(device, bytes, nowMs + waitMs, random);
  }

  downMs(device: number, bytes: number, nowMs: number, random: Random): number {
    const waitMs = this.#wake(device, nowMs, true);
    return waitMs + this.#link.downMs(device, bytes, nowMs + waitMs, random);
  }

  /** Set-ups follow on something that the device sends, which has woken the radio. */
  roundTripMs(device: number, nowMs: number, random: Random): number {
    return this.#link.roundTripMs(device, nowMs, random);
  }

  /** Time until the radio of a device can send or be sent something, ms; it is awake from then on. */
  #wake(device: number, nowMs: number, isDown: boolean): number {
    if (nowMs < this.#lastMs[device]!) return this.#lastMs[device]! - nowMs;
    const forgottenMs = isDown ? this.#forgottenMs(device, nowMs) : 0;
    const fromMs = nowMs + forgottenMs;
    this.#keepAlive(device, fromMs);
    const readyMs = fromMs + this.#stateMs(device, fromMs, isDown);
    const doneMs = readyMs + (this.handovers?.waitMs(device, readyMs) ?? 0);
    this.#stayConnected(device, readyMs);
    this.#lastMs[device] = doneMs;
    return doneMs - nowMs;
  }

  /** What the state that the radio is in costs. */
  #stateMs(device: number, nowMs: number, isDown: boolean): number {
    const { inactivityMs, awakeMs, drxMs, listenMs, pagingMs, inactiveMs } = this.#settings;
    const silentMs = nowMs - this.#lastMs[device]!;
    const connectedMs = this.#lastsMs(device);
    if (silentMs <= awakeMs) return 0;
    this.#isResumed[device] = 0;
    if (silentMs <= connectedMs) return isDown ? this.#cycleMs(device, nowMs, drxMs, listenMs) : 0;
    const isInactive = silentMs <= inactivityMs + inactiveMs;
    const callMs = isDown ? this.#cycleMs(device, nowMs, pagingMs, 0) : 0;
    if (isInactive) this.#isResumed[device] = 1;
    return callMs + this.#promote(isInactive, nowMs + callMs);
  }

  /** How long the connection of a device lasts after its last packet, ms. */
  #lastsMs(device: number): number {
    const { inactivityMs, resumedMs } = this.#settings;
    return this.#isResumed[device] === 1 ? resumedMs : inactivityMs;
  }

  /** Time until a device next listens that does so for `listenMs` of every `everyMs`. */
  #cycleMs(device: number, nowMs: number, everyMs: number, listenMs: number): number {
    const intoMs = (nowMs + this.#phase[device]! * everyMs) % everyMs;
    return intoMs <= listenMs ? 0 : everyMs - intoMs;
  }

  #promote(isInactive: boolean, nowMs: number): number {
    const { resumeMs, promotionMs, promotionMw, idleMw } = this.#settings;
    const takesMs = isInactive ? resumeMs : promotionMs;
    this.#meters.woke(nowMs);
    this.#meters.spend((takesMs * (promotionMw - idleMw)) / MS_PER_SECOND, nowMs);
    return takesMs;
  }

  /** The connection now ends later: the time that this adds is paid for here. */
  #stayConnected(device: number, nowMs: number): void {
    const { connectedMw, idleMw } = this.#settings;
    const releaseMs = nowMs + this.#lastsMs(device);
    const addedMs = releaseMs - Math.max(nowMs, this.#releaseMs[device]!);
    this.#releaseMs[device] = releaseMs;
    this.#meters.spend((addedMs * (connectedMw - idleMw)) / MS_PER_SECOND, nowMs);
  }

  /** Messages that kept the connection alive since the last traffic, each of which woke the radio. */
  #keepAlive(device: number, nowMs: number): void {
    const { keepAliveMs } = this.#settings;
    const lastMs = this.#lastMs[device]!;
    if (keepAliveMs === 0 || lastMs === Number.NEGATIVE_INFINITY) return;
    for (let atMs = lastMs + keepAliveMs; atMs <= nowMs; atMs += keepAliveMs) {
      const readyMs = atMs + this.#stateMs(device, atMs, false);
      this.#stayConnected(device, readyMs);
      this.#lastMs[device] = atMs;
    }
  }

  /** Time until a device that address translation has forgotten speaks by itself, ms. */
  #forgottenMs(device: number, nowMs: number): number {
    const { natMs, keepAliveMs } = this.#settings;
    if (natMs === 0 || keepAliveMs <= natMs) return 0;
    const lastMs = this.#lastMs[device]!;
    const silentMs = lastMs === Number.NEGATIVE_INFINITY ? nowMs : nowMs - lastMs;
    const sinceMs = silentMs % keepAliveMs;
    return sinceMs <= natMs ? 0 : keepAliveMs - sinceMs;
  }
}
