/**
 * Devices and a coordinator that all hear each other on one channel of IEEE 802.15.4. What is longer
 * than a frame goes in several, one behind the other.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import { RadioMeters } from '../meters.ts';
import { NONE, Sendings } from '../owners.ts';
import type { AccessContext, Medium } from '../profile.ts';
import {
  ACK_WAIT_MS,
  ackMs,
  BACKOFF_MS,
  backoffsBelow,
  frameMs,
  LISTEN_MS,
  MOST_BACKOFFS,
  MOST_BYTES,
  TURN_MS,
} from './csma.ts';

export interface StarSettings {
  /** Bytes around the application's own in each frame: MAC, network, security. */
  readonly aroundBytes: number;
  readonly isConfirmed: boolean;
  /** Times that a frame is sent again when it is not confirmed. */
  readonly retries: number;
}

/** CC2530 at 3 V: 29 mA sending at 1 dBm, 24 mA receiving, 1 µA asleep. Source: its data sheet. */
const SEND_MW = 87;
const LISTEN_MW = 72;
const SLEEP_MW = 0.003;

export class Star implements Medium {
  readonly #settings: StarSettings;
  readonly #context: AccessContext;
  readonly #sendings = new Sendings();
  readonly #meters: RadioMeters;
  readonly #random: ReturnType<AccessContext['stream']>;
  /** Looks at the channel that a frame has had in vain, by sending. */
  readonly #looks: number[] = [];
  /** Sendings whose frames are on the air now, and those of them that another one spoilt. */
  readonly #onAir: number[] = [];
  readonly #spoilt = new Set<number>();
  /** Until when the channel is heard to be in use, ms. */
  #busyUntilMs = Number.NEGATIVE_INFINITY;
  /** What a device still has to send, in order: only the first of it contends. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #look: HandlerId;
  readonly #begin: HandlerId;
  readonly #end: HandlerId;
  readonly #next: HandlerId;

  constructor(settings: StarSettings, context: AccessContext) {
    const { simulator, devices } = context;
    this.#settings = settings;
    this.#context = context;
    this.#meters = new RadioMeters(context, SLEEP_MW);
    this.#random = context.stream('channel');
    // The coordinator has a queue of its own, behind those of the devices.
    this.#first = new Int32Array(devices + 1).fill(NONE);
    this.#last = new Int32Array(devices + 1).fill(NONE);
    this.#look = simulator.handler((slot) => this.#lookAt(slot), 'channel is heard');
    this.#begin = simulator.handler((slot) => this.#send(slot), 'frame');
    this.#end = simulator.handler((slot) => this.#sent(slot), 'frame ends');
    this.#next = simulator.handler((slot, isLost) => this.#finish(slot, isLost === 1));
  }

  owner(settled: (ticket: number, isLost: boolean) => void): number {
    return this.#sendings.addOwner(settled);
  }

  sendUp(owner: number, ticket: number, device: number, bytes: number): void {
    this.#append(this.#sendings.make(owner, ticket, device, bytes, false));
  }

  sendDown(owner: number, ticket: number, device: number, bytes: number): void {
    this.#append(this.#sendings.make(owner, ticket, device, bytes, true));
  }

  #queueOf(slot: number): number {
    const isDown = this.#sendings.isDown[slot] === 1;
    return isDown ? this.#first.length - 1 : this.#sendings.device[slot]!;
  }

  #append(slot: number): void {
    const queue = this.#queueOf(slot);
    const last = this.#last[queue]!;
    this.#last[queue] = slot;
    if (last !== NONE) {
      this.#sendings.next[last] = slot;
      return;
    }
    this.#first[queue] = slot;
    this.#contend(slot);
  }

  /** A frame begins to contend for the channel. */
  #contend(slot: number): void {
    this.#looks[slot] = 0;
    this.#backOff(slot);
  }

  #backOff(slot: number): void {
    const periods = this.#random.below(backoffsBelow(this.#looks[slot]!));
    this.#context.simulator.after(periods * BACKOFF_MS + LISTEN_MS, this.#look, slot);
  }

  #lookAt(slot: number): void {
    const { simulator } = this.#context;
    this.#meters.spend((LISTEN_MS * LISTEN_MW) / 1000, simulator.nowMs);
    if (simulator.nowMs - LISTEN_MS >= this.#busyUntilMs) {
      simulator.after(TURN_MS, this.#begin, slot);
      return;
    }
    this.#looks[slot]! += 1;
    if (this.#looks[slot]! > MOST_BACKOFFS) this.#finish(slot, true);
    else this.#backOff(slot);
  }

  #send(slot: number): void {
    const { simulator } = this.#context;
    const airtimeMs = this.#frameMs(slot);
    this.#sendings.tries[slot]! += 1;
    this.#meters.tried(1, simulator.nowMs);
    this.#meters.spend((airtimeMs * SEND_MW) / 1000, simulator.nowMs);
    if (this.#onAir.length > 0) {
      for (const other of this.#onAir) this.#spoilt.add(other);
      this.#spoilt.add(slot);
    }
    this.#onAir.push(slot);
    this.#busyUntilMs = Math.max(this.#busyUntilMs, simulator.nowMs + airtimeMs);
    simulator.after(airtimeMs, this.#end, slot);
  }

  #sent(slot: number): void {
    const { simulator } = this.#context;
    this.#onAir.splice(this.#onAir.indexOf(slot), 1);
    const isSpoilt = this.#spoilt.delete(slot);
    if (isSpoilt) this.#meters.collided(1, simulator.nowMs);
    const { isConfirmed, retries } = this.#settings;
    if (!isConfirmed) {
      this.#finish(slot, isSpoilt);
    } else if (!isSpoilt) {
      this.#busyUntilMs = Math.max(this.#busyUntilMs, simulator.nowMs + TURN_MS + ackMs());
      simulator.after(TURN_MS + ackMs(), this.#next, slot, 0);
    } else if (this.#sendings.tries[slot]! > retries) {
      simulator.after(ACK_WAIT_MS, this.#next, slot, 1);
    } else {
      this.#looks[slot] = 0;
      const periods = this.#random.below(backoffsBelow(0));
      const waitMs = ACK_WAIT_MS + periods * BACKOFF_MS + LISTEN_MS;
      simulator.after(waitMs, this.#look, slot);
    }
  }

  /** Time on the air of the next frame of a sending. */
  #frameMs(slot: number): number {
    const room = MOST_BYTES - this.#settings.aroundBytes;
    return frameMs(Math.min(room, this.#sendings.bytes[slot]!) + this.#settings.aroundBytes);
  }

  /** A frame is through or given up; the rest of the sending, or the next one, takes its turn. */
  #finish(slot: number, isLost: boolean): void {
    const rest = this.#sendings.bytes[slot]! - (MOST_BYTES - this.#settings.aroundBytes);
    if (!isLost && rest > 0) {
      this.#sendings.bytes[slot] = rest;
      this.#sendings.tries[slot] = 0;
      this.#contend(slot);
      return;
    }
    const queue = this.#queueOf(slot);
    const next = this.#sendings.next[slot]!;
    this.#first[queue] = next;
    if (next === NONE) this.#last[queue] = NONE;
    this.#sendings.settle(slot, isLost);
    this.#sendings.release(slot);
    if (next !== NONE) this.#contend(next);
  }
}
