/** Takes calls from node to node and answers back, over the network and past crashed nodes. */
import type { HandlerId, Simulator } from '../../engine/simulator.ts';
import type { Recorder } from '../../result/recorder.ts';
import { GIVES_UP_MS } from '../net/disturbance.ts';
import type { Network, Path } from '../net/network.ts';
import type { Place } from '../net/place.ts';
import { NOT_MODIFIED_BYTES, REQUEST_BYTES } from '../wire/http.ts';
import { type Calls, DEMOTE, ERROR, NO_CONNECTION, SHED, TAKE } from './calls.ts';
import type { Carrier, Door, Uplink, Watcher } from './exchange-partners.ts';
import type { Node } from './node.ts';
import { NodeTroubles } from './node-troubles.ts';

/** Both directions between two nodes, and where their traffic is counted. */
interface Route {
  readonly there: Path;
  readonly back: Path;
  readonly calls: number;
  readonly bytes: number;
}

interface ExchangeParts {
  readonly simulator: Simulator;
  readonly recorder: Recorder;
  readonly network: Network;
  readonly calls: Calls;
  readonly nodes: readonly Node[];
  readonly places: readonly Place[];
}

/** What others see of an exchange. */
export type Exchanging = Pick<Exchange, keyof Exchange>;

export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #routes: (Route | undefined)[] = [];
  readonly #arrive: HandlerId;
  readonly #return: HandlerId;
  /** 1 for nodes that answer; how often each has crashed. */
  readonly up: Uint8Array;
  readonly epoch: Int32Array;
  /** Calls that have reached each node and that it has not answered. */
  readonly atWork: Int32Array;
  /** Crashes that have not ended yet: they may overlap. */
  readonly #crashes: Int32Array;
  /** Drains that have not ended yet. */
  readonly #drains: Int32Array;
  /** By content; for calls that have a connection. */
  readonly carriers: (Carrier | undefined)[] = [];
  /** By node; undefined: its connections are open and warm. */
  readonly uplinks: (Uplink | undefined)[] = [];
  /** By node; most have none. */
  readonly doors: (Door | undefined)[] = [];
  /** Nodes that are up and slow, or wrong. */
  readonly troubles: NodeTroubles;
  readonly #watchers: Watcher[] = [];
  #late: HandlerId | undefined;

  constructor(parts: ExchangeParts, nodeCount: number) {
    this.#parts = parts;
    this.#arrive = parts.simulator.handler((call) => this.#deliver(call), 'call arrives');
    this.#return = parts.simulator.handler((call) => this.#giveBack(call), 'answer returns');
    this.up = new Uint8Array(nodeCount).fill(1);
    this.epoch = new Int32Array(nodeCount);
    this.atWork = new Int32Array(nodeCount);
    this.#crashes = new Int32Array(nodeCount);
    this.#drains = new Int32Array(nodeCount);
    this.troubles = new NodeTroubles(nodeCount);
  }

  watch(watcher: Watcher): void {
    this.#watchers.push(watcher);
  }

  crash(node: number): void {
    this.#crashes[node]! += 1;
    if (this.#crashes[node]! > 1) return;
    this.up[node] = 0;
    this.epoch[node]! += 1;
    this.#parts.nodes[node]!.crash();
    this.#tell(node);
  }

  restore(node: number): void {
    this.#crashes[node]! -= 1;
    if (this.#crashes[node]! > 0) return;
    this.up[node] = 1;
    this.#tell(node);
  }

  /** Balancers send it nothing new; what it has, it finishes. */
  drain(node: number): void {
    this.#drains[node]! += 1;
    this.#tell(node);
  }

  fill(node: number): void {
    this.#drains[node]! -= 1;
    this.#tell(node);
  }

  /** Balancers that look at weights have it weigh this much from now on. */
  weigh(node: number, weight: number): void {
    for (const { weighed } of this.#watchers) weighed(node, weight);
  }

  #tell(node: number): void {
    const takes = this.up[node] === 1 && this.#drains[node] === 0;
    for (const { changed } of this.#watchers) changed(node, takes, this.#drains[node] !== 0);
  }

  /** Two one-way delays between two nodes, ms. */
  roundTripMs(caller: number, callee: number): number {
    const route = this.#route(caller, callee);
    return route.there.delayMs() + route.back.delayMs();
  }

  /**
   * Both directions between a node with devices and one that answers them packet by packet.
   *
   * @param hasUploads whether what devices send is followed, too.
   */
  course(caller: number, callee: number, hasUploads = false): { there: Path; back: Path } {
    const index = caller * this.up.length + callee;
    const route = this.#routes[index] ?? this.#open(caller, callee, index, true);
    if (hasUploads) route.there.follow();
    return route;
  }

  /** A call has come to its callee by itself: counts it. */
  arrived(call: number): void {
    const { calls, recorder } = this.#parts;
    const route = this.#route(calls.caller[call]!, calls.callee[call]!);
    calls.callerEpoch[call] = this.epoch[calls.caller[call]!]!;
    recorder.add(route.calls, 1, calls.startMs[call]!);
    this.#deliver(call);
  }

  /**
   * Counts something that is not a call, such as a message, and says how long it is on its way.
   *
   * @returns one-way delay, ms; it does not load links. Infinity: it does not get through.
   */
  carry(from: number, to: number, bytes: number, atMs: number): number {
    const route = this.#route(from, to);
    this.#parts.recorder.add(route.calls, 1, atMs);
    this.#parts.recorder.add(route.bytes, bytes, atMs);
    return this.#heldMs(route.there) + route.there.delayMs();
  }

  /** Counts many things at once that `carry` would have counted one by one. @param bytes of all of them. */
  countCarried(from: number, to: number, things: number, bytes: number, atMs: number): void {
    const route = this.#route(from, to);
    this.#parts.recorder.add(route.calls, things, atMs);
    this.#parts.recorder.add(route.bytes, bytes, atMs);
  }

  /** How long one of those is on its way, ms; what varies is drawn anew. Infinity: it does not get through. */
  wayMs(from: number, to: number): number {
    const { there } = this.#route(from, to);
    return this.#heldMs(there) + there.delayMs();
  }

  /**
   * Sends a packet that nobody sends again, such as one of a voice call.
   *
   * @param atMs when what it belongs to began.
   * @returns one-way delay, ms; it does not load links. Infinity: it is lost.
   */
  datagram(from: number, to: number, bytes: number, atMs = this.#parts.simulator.nowMs): number {
    const { there, bytes: carried } = this.#route(from, to);
    const { nowMs } = this.#parts.simulator;
    this.#parts.recorder.add(carried, bytes, atMs);
    if (there.isClosed(nowMs) || there.losses?.of(1) === 1) return Number.POSITIVE_INFINITY;
    return there.delayMs() + there.lateMs();
  }

  /** Where things go that leave now, if faults scramble any; undefined: all is in its turn. */
  scrambled(from: number, to: number): Path | undefined {
    return this.#parts.network.isScrambled ? this.#route(from, to).there : undefined;
  }

  /** Counts bytes that are followed along a course, packet by packet or in groups of them. */
  followed(from: number, to: number, bytes: number): void {
    this.#parts.recorder.add(this.#route(from, to).bytes, bytes, this.#parts.simulator.nowMs);
  }

  /** @param extraMs what passes before the call is on the path: set-up, access network. */
  send(call: number, extraMs = 0): void {
    const { calls, recorder } = this.#parts;
    const caller = calls.caller[call]!;
    const uplink = this.uplinks[caller];
    if (uplink !== undefined && this.#isToBeCarried(call)) {
      uplink.ask(call);
      return;
    }
    const route = this.#route(caller, calls.callee[call]!);
    calls.callerEpoch[call] = this.epoch[caller]!;
    recorder.add(route.calls, 1, calls.startMs[call]!);
    const { link } = route.there;
    if (link !== undefined) {
      calls.extraMs[call] = extraMs;
      // What is sent and not asked for has its bytes with it.
      const isSent = calls.intent[call]! >= DEMOTE;
      link.send(call, isSent ? calls.bytes[call]! : REQUEST_BYTES + calls.bodyBytes[call]!);
      return;
    }
    this.#travel(call, route.there, extraMs);
  }

  /**
   * Answers a call with `bytes` of an object, without them when the asker has this version, or with
   * an error.
   *
   * @param reason why it failed.
   */
  reply(
    call: number,
    generatedAtMs: number,
    failed: boolean,
    version = 0,
    reason: number = ERROR,
  ): void {
    const { calls, recorder } = this.#parts;
    const callee = calls.callee[call]!;
    this.atWork[callee]! -= 1;
    this.doors[callee]?.answered(call);
    const route = this.#route(calls.caller[call]!, callee);
    const broken = failed || calls.calleeEpoch[call] !== this.epoch[callee];
    calls.failed[call] = broken ? 1 : 0;
    calls.reason[call] = failed ? reason : ERROR;
    calls.generatedAtMs[call] = generatedAtMs;
    const isKnown = !broken && calls.known[call] === version;
    calls.version[call] = version;
    calls.notModified[call] = isKnown ? 1 : 0;
    const carriesNothing = broken || calls.intent[call] === DEMOTE;
    const bytes = carriesNothing ? 0 : isKnown ? NOT_MODIFIED_BYTES : calls.bytes[call]!;
    recorder.add(route.bytes, bytes, calls.startMs[call]!);
    if (calls.connection[call] !== NO_CONNECTION) {
      this.#carrierOf(call).carry(call, bytes, broken);
      return;
    }
    const { link, queue } = route.back;
    if (link !== undefined) {
      link.send(call, bytes);
      return;
    }
    const { nowMs } = this.#parts.simulator;
    const queueMs = queue === undefined ? 0 : queue.pass(0, bytes, nowMs) - nowMs;
    this.#comeBack(call, route.back, queueMs);
  }

  /** Bytes of an answer that were counted when it began, and are not sent after all. */
  unsent(call: number, bytes: number): void {
    const { calls, recorder } = this.#parts;
    const route = this.#route(calls.caller[call]!, calls.callee[call]!);
    recorder.add(route.bytes, -bytes, calls.startMs[call]!);
  }

  /** A hop without delay is a direct call: fewer events, and no chance to overtake. */
  #travel(call: number, path: Path, extraMs: number): void {
    const delayMs = extraMs + this.#heldMs(path) + path.delayMs();
    if (delayMs === Number.POSITIVE_INFINITY) this.#giveUp(call);
    else if (delayMs > 0) this.#parts.simulator.after(delayMs, this.#arrive, call);
    else this.#deliver(call);
  }

  #comeBack(call: number, path: Path, queueMs = 0): void {
    const delayMs = queueMs + this.#heldMs(path) + path.delayMs();
    if (delayMs === Number.POSITIVE_INFINITY) this.#giveUp(call);
    else if (delayMs > 0) this.#parts.simulator.after(delayMs, this.#return, call);
    else this.#giveBack(call);
  }

  /** How long a path that is closed holds what is sent now, ms; Infinity: TCP gives up first. */
  #heldMs(path: Path): number {
    return path.heldMs(this.#parts.simulator.nowMs);
  }

  /** The path stays closed for longer than TCP tries. */
  #giveUp(call: number): void {
    const { calls, simulator } = this.#parts;
    calls.failed[call] = 1;
    simulator.after(GIVES_UP_MS, this.#return, call);
  }

  /** Whether it asks for an object and has no connection yet. */
  #isToBeCarried(call: number): boolean {
    const { connection, intent } = this.#parts.calls;
    return connection[call] === NO_CONNECTION && intent[call]! <= TAKE;
  }

  #carrierOf(call: number): Carrier {
    const { caller, content } = this.#parts.calls;
    return this.uplinks[caller[call]!] ?? this.carriers[content[call]!]!;
  }

  #deliver(call: number): void {
    const { calls, nodes } = this.#parts;
    const callee = calls.callee[call]!;
    calls.calleeEpoch[call] = this.epoch[callee]!;
    this.atWork[callee]! += 1;
    // The process is gone, the host answers with a reset. RFC 9293 §3.5.2
    if (this.up[callee] === 0) this.reply(call, 0, true);
    else if (this.doors[callee]?.admits(call) === false) this.reply(call, 0, true, 0, SHED);
    else if (this.troubles.isMet[callee] === 1) this.#meetTrouble(call, callee);
    else nodes[callee]!.onCall(call);
  }

  /** The node is up, but does not do what it should. */
  #meetTrouble(call: number, callee: number): void {
    const { nodes, simulator } = this.#parts;
    if (this.troubles.fails(callee)) {
      this.reply(call, 0, true);
      return;
    }
    const delayMs = this.troubles.delayMs[callee]!;
    if (delayMs === 0) {
      nodes[callee]!.onCall(call);
      return;
    }
    // Not before it is needed: what does not happen gives no event another number.
    this.#late ??= simulator.handler((waiting) => this.#beginLate(waiting), 'late begin');
    simulator.after(delayMs, this.#late, call);
  }

  #beginLate(call: number): void {
    const { calls, nodes } = this.#parts;
    const callee = calls.callee[call]!;
    // What waited for a node that has crashed is gone with it.
    if (calls.calleeEpoch[call] !== this.epoch[callee]) this.reply(call, 0, true);
    else nodes[callee]!.onCall(call);
  }

  /** The answer to a call that had a connection is at the node that asked. */
  returned(call: number): void {
    const { calls, nodes } = this.#parts;
    calls.connection[call] = NO_CONNECTION;
    nodes[calls.caller[call]!]!.onReply(call);
  }

  #giveBack(call: number): void {
    const { calls, nodes } = this.#parts;
    if (calls.connection[call] !== NO_CONNECTION) {
      // It never came to where its answer would have begun.
      this.#carrierOf(call).carry(call, 0, true);
      return;
    }
    nodes[calls.caller[call]!]!.onReply(call);
  }

  #route(caller: number, callee: number): Route {
    const index = caller * this.up.length + callee;
    return this.#routes[index] ?? this.#open(caller, callee, index);
  }

  #open(caller: number, callee: number, index: number, hasPackets = false): Route {
    const { network, nodes, recorder, calls } = this.#parts;
    const from = nodes[caller]!;
    const to = nodes[callee]!;
    // Who pays for an answer, or a message, is at the end that is no device.
    const server = to.devices === undefined ? to : from;
    const place = this.#parts.places[server.place]!.name;
    const labels = { node: from.group, to: to.group, place };
    const route: Route = {
      there: network.path(from, to, (call) => {
        this.#travel(call, route.there, calls.extraMs[call]!);
      }),
      back: network.path(to, from, (call) => this.#comeBack(call, route.back), hasPackets),
      calls: recorder.counter('calls', labels),
      bytes: recorder.counter('call_bytes', labels),
    };
    this.#routes[index] = route;
    return route;
  }
}
