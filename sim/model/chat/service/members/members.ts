/** Rooms whose members come and go: who asks for it, and what becomes of it. */
import type { ServiceParts, Shared } from '../shared.ts';
import { Churn } from './churn.ts';
import { MemberMeters } from './member-meters.ts';
import type { Membership } from './membership.ts';
import { Turnover } from './turnover.ts';

export class Members {
  readonly turnover: Turnover;
  readonly churn: Churn;
  readonly #shared: Shared;
  readonly #meters: MemberMeters;

  /** @param ask sends a join or a leave to its mailbox. */
  constructor(
    shared: Shared,
    membership: Membership,
    { churn, context }: ServiceParts,
    ask: (person: number, room: number, change: number) => void,
  ) {
    const { crowd, world } = shared;
    const { clients, name } = context;
    this.#shared = shared;
    this.#meters = new MemberMeters(world, name, clients, crowd);
    this.turnover = new Turnover(shared, membership, this.#meters);
    const random = world.streams.stream(`${name}/churn`);
    this.churn = new Churn(world, membership, churn!, random, ask);
  }

  /** The device that asked has heard that it is so. */
  known(message: number): void {
    const { crowd, messages, world } = this.#shared;
    const device = messages.device(message);
    this.#meters.known(device, messages.sentAtMs(message), world.simulator.nowMs);
    const conversation = messages.conversation(message);
    this.churn.isDone(crowd.person[device]!, conversation, messages.change(message));
  }
}
