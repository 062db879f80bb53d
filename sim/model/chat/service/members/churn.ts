/** People who join rooms and leave them again: their devices ask for it, and know when it is so. */
import type { Random } from '../../../../engine/random.ts';
import type { HandlerId } from '../../../../engine/simulator.ts';
import type { Distribution } from '../../../distribution/distribution.ts';
import type { World } from '../../../node/world.ts';
import { FEWEST, type Membership } from './membership.ts';
import { JOIN, LEAVE } from './turnover.ts';

export interface ChurnSettings {
  /** How long somebody is in a room, and away from it, ms. */
  readonly stay: Distribution;
  readonly away: Distribution;
  /** Part of the members who are in when the run begins. */
  readonly presentRatio: number;
}

/** What somebody believes of himself and a room. */
const OUT = 0;
const IN = 1;
/** The mailbox has been asked, and has not answered. */
const ASKING = 2;

export class Churn {
  readonly #world: World;
  readonly #membership: Membership;
  readonly #settings: ChurnSettings;
  readonly #random: Random;
  readonly #ask: (person: number, conversation: number, change: number) => void;
  readonly #turn: HandlerId;
  /** By place. */
  readonly #view: Uint8Array;
  /** By conversation: how many are in and do not want to leave. */
  readonly #staying: number[] = [];

  constructor(
    world: World,
    membership: Membership,
    settings: ChurnSettings,
    random: Random,
    ask: (person: number, conversation: number, change: number) => void,
  ) {
    this.#world = world;
    this.#membership = membership;
    this.#settings = settings;
    this.#random = random;
    this.#ask = ask;
    this.#view = new Uint8Array(membership.person.length);
    this.#turn = world.simulator.handler((at) => this.#change(at), 'somebody joins or leaves');
  }

  start(): void {
    const { conversation } = this.#membership;
    for (let at = 0; at < this.#view.length; at += 1) {
      const isIn = this.#membership.isIn(at);
      const room = conversation[at]!;
      this.#staying[room] = (this.#staying[room] ?? 0) + (isIn ? 1 : 0);
      this.#settle(at, isIn);
    }
  }

  /** Whether somebody takes himself for a member, and so may write. */
  isIn(person: number, conversation: number): boolean {
    const at = this.#membership.placeOf(conversation, person);
    return at < 0 || this.#view[at] === IN;
  }

  /** His device has heard that it is so. */
  isDone(person: number, conversation: number, change: number): void {
    this.#settle(this.#membership.placeOf(conversation, person), change === JOIN);
  }

  #settle(at: number, isIn: boolean): void {
    const { stay, away } = this.#settings;
    this.#view[at] = isIn ? IN : OUT;
    const forMs = Math.max(0, (isIn ? stay : away).sample(this.#random));
    this.#world.simulator.after(forMs, this.#turn, at);
  }

  #change(at: number): void {
    const { conversation, person } = this.#membership;
    const room = conversation[at]!;
    const isLeave = this.#view[at] === IN;
    if (isLeave && this.#staying[room]! <= FEWEST) {
      this.#settle(at, true);
      return;
    }
    this.#staying[room]! += isLeave ? -1 : 1;
    this.#view[at] = ASKING;
    this.#ask(person[at]!, room, isLeave ? LEAVE : JOIN);
  }
}
