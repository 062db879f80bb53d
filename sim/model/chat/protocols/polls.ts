/**
 * Devices that are sent something only while they ask: what comes in between waits at the gateway for the next
 * poll, and leaves in one answer with all that waits.
 */
import { grown } from '../../../engine/grown.ts';
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { Confirming } from './confirming.ts';

const NONE = -1;
const FIRST_SLOTS = 64;

/** Who sends the answers to polls. */
export interface Answering {
  /** @param isRider whether it shares the answer of a message before it. */
  send(person: number, message: number, isRider: boolean): void;
  /** The gateway has crashed since, and with it what waited there. */
  lose(person: number, message: number): void;
  /** Crashes of this person's gateway so far. */
  epoch(person: number): number;
  /** Time until a poll that leaves now is at the gateway, ms. Counts it. */
  pollMs(person: number): number;
  /** A poll ran out: counts its empty answer. @returns time until that is at the device, ms. */
  emptyMs(person: number): number;
}

export class Polls {
  readonly #simulator: Simulator;
  readonly #timeoutMs: number;
  readonly #answering: Answering;
  /** When the poll that waits for each person came to its gateway, or will, ms; Infinity: not known yet. */
  readonly #sinceMs: Float64Array;
  /** Messages of the answer under way to each person that are not there yet. */
  readonly #inAnswer: Int32Array;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #comes: HandlerId;
  #message = new Int32Array(0);
  #epoch = new Int32Array(0);
  #next = new Int32Array(0);
  #free = NONE;
  #slots = 0;

  constructor(simulator: Simulator, people: number, timeoutMs: number, answering: Answering) {
    this.#simulator = simulator;
    this.#timeoutMs = timeoutMs;
    this.#answering = answering;
    this.#sinceMs = new Float64Array(people);
    this.#inAnswer = new Int32Array(people);
    this.#first = new Int32Array(people).fill(NONE);
    this.#last = new Int32Array(people).fill(NONE);
    this.#comes = simulator.handler((person) => this.#come(person), 'poll at the gateway');
  }

  /** A message for somebody is at the gateway: it leaves as the answer to a poll, now or later. */
  offer(person: number, message: number): void {
    const isEmpty = this.#first[person] === NONE;
    if (isEmpty) this.#renew(person);
    this.#add(person, message);
    if (!isEmpty || this.#sinceMs[person]! === Number.POSITIVE_INFINITY) return;
    const inMs = this.#sinceMs[person]! - this.#simulator.nowMs;
    if (inMs <= 0) this.#come(person);
    else this.#simulator.after(inMs, this.#comes, person);
  }

  /** A message of an answer is at the device, or is lost: behind the last one the next poll leaves. */
  landed(person: number): void {
    this.#inAnswer[person]! -= 1;
    if (this.#inAnswer[person]! > 0) return;
    const pollMs = this.#answering.pollMs(person);
    // A poll that does not get through is given up and asked again.
    const inMs = pollMs === Number.POSITIVE_INFINITY ? this.#timeoutMs : pollMs;
    this.#sinceMs[person] = this.#simulator.nowMs + inMs;
    if (this.#first[person] !== NONE) this.#simulator.after(inMs, this.#comes, person);
  }

  /** Polls that ran out since the last one came were followed by others. */
  #renew(person: number): void {
    const { nowMs } = this.#simulator;
    let sinceMs = this.#sinceMs[person]!;
    while (sinceMs + this.#timeoutMs < nowMs) {
      const awayMs = this.#answering.emptyMs(person) + this.#answering.pollMs(person);
      sinceMs += this.#timeoutMs + (awayMs === Number.POSITIVE_INFINITY ? 0 : awayMs);
    }
    this.#sinceMs[person] = sinceMs;
  }

  #come(person: number): void {
    let slot = this.#first[person]!;
    this.#first[person] = NONE;
    this.#sinceMs[person] = Number.POSITIVE_INFINITY;
    let count = 0;
    for (let one = slot; one !== NONE; one = this.#next[one]!) count += 1;
    this.#inAnswer[person] = count;
    for (let isRider = false; slot !== NONE; isRider = true) {
      const next = this.#next[slot]!;
      const message = this.#message[slot]!;
      const isKept = this.#epoch[slot] === this.#answering.epoch(person);
      this.#next[slot] = this.#free;
      this.#free = slot;
      if (isKept) this.#answering.send(person, message, isRider);
      else this.#lose(person, message);
      slot = next;
    }
  }

  #lose(person: number, message: number): void {
    this.#answering.lose(person, message);
    this.landed(person);
  }

  #add(person: number, message: number): void {
    let slot = this.#free;
    if (slot === NONE) slot = this.#newSlot();
    else this.#free = this.#next[slot]!;
    this.#message[slot] = message;
    this.#epoch[slot] = this.#answering.epoch(person);
    this.#next[slot] = NONE;
    if (this.#first[person] === NONE) this.#first[person] = slot;
    else this.#next[this.#last[person]!] = slot;
    this.#last[person] = slot;
  }

  #newSlot(): number {
    if (this.#slots === this.#next.length) {
      const slots = Math.max(FIRST_SLOTS, this.#slots * 2);
      this.#message = grown(this.#message, slots);
      this.#epoch = grown(this.#epoch, slots);
      this.#next = grown(this.#next, slots);
    }
    this.#slots += 1;
    return this.#slots - 1;
  }
}

/** Polls of a chat's people, where its protocol has any. */
export function pollsOf(
  confirming: Confirming,
  { world, people }: { readonly world: World; readonly people: People },
  answering: Pick<Answering, 'send' | 'lose'>,
): Polls | undefined {
  const { polling } = confirming.protocol;
  if (polling === undefined) return undefined;
  const { gateway } = people;
  return new Polls(world.simulator, people.count, polling.timeoutMs, {
    ...answering,
    epoch: (person) => world.exchange.epoch[gateway[person]!]!,
    pollMs: (person) => confirming.wayMs(person, gateway[person]!, polling.pollBytes, true),
    emptyMs: (person) => confirming.wayMs(person, gateway[person]!, polling.emptyBytes, false),
  });
}
