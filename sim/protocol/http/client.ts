/** Devices that ask: takes the calls of a model's traffic and has real libraries speak them. */
import type { Clients } from '../../model/node/clients.ts';
import type { Courier } from '../../model/node/courier.ts';
import type { Lane } from '../../model/node/peer.ts';
import { libraries } from './libraries.ts';
import type { ClientPlan, Heard, Library } from './library.ts';
import { pathOf, type Speaking } from './speaking.ts';

/** What a server of somebody else's is asked for. */
export interface Address {
  readonly host: string;
  /** Before the paths of objects; empty, or with a slash at its beginning. */
  readonly prefix: string;
}

const OK = 200;
const FIRST_ERROR = 400;

export class HttpClients implements Courier {
  readonly #speaking: Speaking;
  readonly #plans: readonly ClientPlan[];
  /** By content, node of clients and device. */
  readonly #libraries = new Map<string, Library>();
  readonly #lanes = new Map<string, Lane>();
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param plans by content. */
  constructor(speaking: Speaking, plans: readonly ClientPlan[], address?: Address) {
    this.#speaking = speaking;
    this.#plans = plans;
    this.#prefix = address?.prefix ?? '';
    this.#headers = {
      ...(address && { Host: address.host }),
      'User-Agent': 'twinwing',
      Accept: '*/*',
      'Accept-Encoding': 'identity',
    };
  }

  request(call: number, opened: () => void): void {
    const { calls, exchange, simulator } = this.#speaking.world;
    const content = calls.content[call]!;
    exchange.countCarried(calls.caller[call]!, calls.callee[call]!, 1, 0, simulator.nowMs);
    const asked = {
      node: calls.callee[call]!,
      path: this.#prefix + pathOf(content, calls.object[call]!),
      headers: this.#headers,
      opened,
    };
    let isHeard = false;
    this.#libraryOf(call).get(asked, (answer) => {
      if (!isHeard) this.#conclude(call, answer);
      isHeard = true;
    });
  }

  #conclude(call: number, answer: Heard | undefined): void {
    const { world } = this.#speaking;
    const { calls, nodes } = world;
    if (answer?.status === OK) calls.bytes[call] = answer.bytes;
    calls.failed[call] = answer === undefined || answer.status >= FIRST_ERROR ? 1 : 0;
    (nodes[calls.caller[call]!] as Clients).received(call);
  }

  #libraryOf(call: number): Library {
    const { calls, nodes } = this.#speaking.world;
    const content = calls.content[call]!;
    const node = calls.caller[call]!;
    const device = calls.device[call]!;
    const key = `${content}/${node}/${device}`;
    let library = this.#libraries.get(key);
    if (library !== undefined) return library;
    const plan = this.#plans[content]!;
    const laneKey = `${content}/${node}`;
    let lane = this.#lanes.get(laneKey);
    if (lane === undefined) {
      lane = (nodes[node] as Clients).lane(plan.traffic);
      this.#lanes.set(laneKey, lane);
    }
    library = libraries[plan.library](this.#speaking, { from: { node, device }, lane, plan });
    this.#libraries.set(key, library);
    return library;
  }
}
