/**
 * Carries packets between devices, gateways and mailboxes. Connections keep the order of what they carry (TCP); what
 * is on its way over one that breaks is lost, and so is what comes to a node that is down.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { Lane } from '../../node/peer.ts';
import type { Gateway } from '../gateway.ts';
import { Confirming } from '../protocols/confirming.ts';
import type { ChatProtocol, Hop } from '../protocols/protocol.ts';
import { SendBuffers } from '../send-buffers.ts';
import { CONNECTION, DOUBLES, DOWN, NEAR_MS, UP } from './device-lines.ts';
import type { Ends } from './ends.ts';
import { DELIVER, isWorkedOn, SEND } from './packets.ts';
import { Pipes } from './pipes.ts';
import type { ServiceParts, Shared } from './shared.ts';
import { NONE } from './slots.ts';

type WireParts = Pick<Shared, 'world' | 'crowd' | 'messages' | 'packets' | 'sessions' | 'trail'> & {
  readonly clients: readonly Clients[];
};

export class Wire {
  readonly #parts: WireParts;
  readonly #ends: Ends;
  readonly #protocol: ChatProtocol | undefined;
  readonly #lanes: readonly Lane[];
  /** Our number at each gateway, by node id. */
  readonly #owner: number[] = [];
  /** Our number at who knows where devices are; undefined: that is known of itself. */
  readonly #whose: number | undefined;
  readonly #ups: readonly (number | undefined)[];
  readonly #downs: readonly (number | undefined)[];
  /** By device: when the last packet up, or down, arrives, ms; what follows does not overtake it. */
  readonly #lastMs: Float64Array;
  /** The same as integers: how many connections a device has had. */
  readonly #connections: Int32Array;
  readonly #pipes: Pipes;
  readonly #atGateway: HandlerId;
  readonly #atMailbox: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  /** Packets of the protocol that follow messages; undefined: there are none but those of the chat. */
  readonly #confirming: Confirming | undefined;
  /** Undefined: gateways buffer whatever comes. */
  readonly #buffers: SendBuffers | undefined;
  readonly #confirmedUp: HandlerId = NONE;
  readonly #confirmedDown: HandlerId = NONE;

  constructor({ context, protocol }: ServiceParts, shared: Shared, ends: Ends) {
    const { name, clients } = context;
    this.#protocol = protocol;
    const { world, crowd, messages, packets, sessions, trail } = shared;
    const { simulator } = world;
    this.#parts = { world, crowd, messages, packets, sessions, trail, clients };
    this.#ends = ends;
    this.#lanes = clients.map((node) => node.lane(name));
    this.#ups = clients.map(({ medium }) =>
      medium?.owner((packet, lost) => this.#sentUp(packet, lost)),
    );
    this.#downs = clients.map(({ medium }) =>
      medium?.owner((packet, lost) => this.#land(packet, lost)),
    );
    this.#lastMs = new Float64Array(DOUBLES * crowd.devices);
    this.#connections = new Int32Array(this.#lastMs.buffer);
    this.#pipes = new Pipes(world, (packet) => ends.copy(packet));
    this.#atGateway = simulator.handler((packet) => this.#enter(packet), 'packet at the gateway');
    this.#atMailbox = simulator.handler((packet) => this.#reach(packet), 'packet at the mailbox');
    this.#atBackbone = simulator.handler(
      (packet) => this.#reachPlace(packet),
      'packet near the device',
    );
    this.#atDevice = simulator.handler(
      (packet) => this.#land(packet, false),
      'packet at the device',
    );
    if (protocol !== undefined && protocol.up.areOfChat !== true) {
      const people = { count: crowd.devices, place: crowd.placeOf, device: crowd.local };
      this.#confirming = new Confirming({ world, traffic: name, protocol, clients, people });
      this.#confirmedUp = simulator.handler((packet) => this.#submit(packet), 'packet confirmed');
      this.#confirmedDown = simulator.handler((packet) => this.#hand(packet), 'delivery confirmed');
    }
    const work = {
      done: (packet: number) => this.#worked(packet),
      dropped: (packet: number) => ends.lost(packet),
    };
    for (const id of shared.domains.gateways) {
      this.#owner[id] = (world.nodes[id] as Gateway).serve(work);
    }
    this.#buffers = SendBuffers.of(world, shared.domains.gateways, {
      wayOf: (device) => clients[crowd.placeOf[device]!]!.wayDown(crowd.local[device]!),
      send: (packet) => this.#passOn(packet, 0),
      drop: (packet) => ends.lost(packet),
      disconnect: (device) => sessions.cut(device),
    });
    const changed = (device: number) => {
      this.#buffers?.clear(device);
      this.#connections[(device << 3) + CONNECTION]! += 1;
    };
    sessions.listen({ connected: changed, lost: changed, gone: changed });
    this.#whose = sessions.routes?.serve((packet, at, isFound) =>
      this.#routed(packet, at, isFound),
    );
  }

  /** From its device to its mailbox. */
  up(packet: number): void {
    const { crowd, clients, packets, sessions } = this.#parts;
    const device = packets.device(packet);
    if (!this.#connect(packet, device)) return;
    if (sessions.speaks?.(device) === false) {
      this.#ends.lost(packet);
      return;
    }
    const place = crowd.placeOf[device]!;
    const bytes = this.#bytesOn(this.#protocol?.up, packet);
    const local = crowd.local[device]!;
    const { medium } = clients[place]!;
    if (medium !== undefined) {
      medium.sendUp(this.#ups[place]!, packet, local, bytes);
      return;
    }
    const gateway = packets.gateway(packet);
    this.#leaveAccess(packet, clients[place]!.upMs(local, bytes, this.#lanes[place]!, gateway));
  }

  /** From its mailbox to its device. @param isAnswer to something that has just come from there. */
  down(packet: number, isAnswer = false): void {
    const { packets, sessions } = this.#parts;
    if (this.#whose !== undefined && !isAnswer && packets.kind(packet) === DELIVER) {
      const device = packets.device(packet);
      sessions.routes!.hand(this.#whose, packet, packets.mailbox(packet), device);
      return;
    }
    if (!this.#connect(packet, packets.device(packet))) return;
    const gateway = packets.gateway(packet);
    const mailbox = packets.mailbox(packet);
    const delayMs = this.#carry(packet, mailbox, gateway);
    if (delayMs === Number.POSITIVE_INFINITY) this.#ends.lost(packet);
    else if (packets.kind(packet) === DELIVER) {
      this.#pipes.send(packet, mailbox, gateway, delayMs, this.#atGateway);
    } else this.#leaveGateway(packet, delayMs);
  }

  /** To the gateway that a node believes its device to be at. */
  #routed(packet: number, at: number, isFound: boolean): void {
    const { packets, sessions, world } = this.#parts;
    const device = packets.device(packet);
    const gateway = isFound ? sessions.routes!.believed(at, device) : NONE;
    if (gateway === NONE) {
      this.#ends.lost(packet);
      return;
    }
    const isThere = sessions.gateway[device] === gateway;
    packets.setGateway(packet, gateway);
    packets.setEpoch(packet, world.exchange.epoch[gateway]!);
    packets.setConnection(packet, isThere ? this.#connections[(device << 3) + CONNECTION]! : NONE);
    const delayMs = this.#carry(packet, at, gateway);
    if (delayMs === Number.POSITIVE_INFINITY) this.#ends.lost(packet);
    else this.#pipes.send(packet, at, gateway, delayMs, this.#atGateway);
  }

  /** From a mailbox to another one. */
  between(packet: number, from: number, to: number): void {
    const delayMs = this.#carry(packet, from, to);
    if (delayMs === Number.POSITIVE_INFINITY) this.#ends.lost(packet);
    else this.#pipes.send(packet, from, to, delayMs, this.#atMailbox);
  }

  /** Bytes of a packet between device and gateway, with what the protocol puts around it. */
  #bytesOn(hop: Hop | undefined, packet: number): number {
    const bytes = this.#parts.packets.bytes(packet);
    return hop === undefined ? bytes : hop.messageBytes(bytes);
  }

  /** Over the connection that the device has now, if any. */
  #connect(packet: number, device: number): boolean {
    const { packets, sessions, world } = this.#parts;
    const gateway = sessions.gateway[device]!;
    if (gateway === NONE) {
      this.#ends.lost(packet);
      return false;
    }
    packets.setGateway(packet, gateway);
    packets.setEpoch(packet, world.exchange.epoch[gateway]!);
    packets.setConnection(packet, this.#connections[(device << 3) + CONNECTION]!);
    return true;
  }

  #sentUp(packet: number, isLost: boolean): void {
    if (isLost) this.#ends.lost(packet);
    else this.#leaveAccess(packet, 0);
  }

  #leaveAccess(packet: number, accessMs: number): void {
    const { clients, crowd, packets, world } = this.#parts;
    const device = packets.device(packet);
    const gateway = packets.gateway(packet);
    const { id } = clients[crowd.placeOf[device]!]!;
    let delayMs = accessMs + this.#carry(packet, id, gateway);
    const isWork = isWorkedOn(packets.kind(packet));
    if (!isWork) delayMs += this.#carry(packet, gateway, packets.mailbox(packet));
    if (delayMs === Number.POSITIVE_INFINITY) {
      this.#ends.lost(packet);
      return;
    }
    const atMs = Math.max(this.#lastMs[(device << 2) + UP]!, world.simulator.nowMs + delayMs);
    if (isWork) this.#lastMs[(device << 2) + UP] = atMs;
    this.#pipes.launch(packet, id, gateway, atMs, isWork ? this.#atGateway : this.#atMailbox);
  }

  #carry(packet: number, from: number, to: number): number {
    const { exchange, simulator } = this.#parts.world;
    return exchange.carry(from, to, this.#parts.packets.bytes(packet), simulator.nowMs);
  }

  /** Whether the gateway is still the one that it left for. */
  #isSame(packet: number): boolean {
    const { packets, world } = this.#parts;
    const gateway = packets.gateway(packet);
    const { up, epoch } = world.exchange;
    return up[gateway] === 1 && epoch[gateway] === packets.epoch(packet);
  }

  #enter(packet: number): void {
    const { packets } = this.#parts;
    if (!this.#isSame(packet)) {
      this.#ends.lost(packet);
      return;
    }
    if (this.#confirming !== undefined && packets.kind(packet) === SEND) {
      const device = packets.device(packet);
      const waitMs = this.#confirming.upMs(device, packets.gateway(packet));
      if (waitMs > 0) {
        this.#wait(packet, waitMs, UP, this.#confirmedUp);
        return;
      }
    }
    this.#submit(packet);
  }

  /** Packets that confirm cross before a message is handed on, which still does not overtake another one. */
  #wait(packet: number, waitMs: number, way: number, then: HandlerId): void {
    if (waitMs === Number.POSITIVE_INFINITY) {
      this.#ends.lost(packet);
      return;
    }
    const { packets, world } = this.#parts;
    const device = packets.device(packet);
    const last = (device << 2) + way;
    const atMs = Math.max(this.#lastMs[last]!, world.simulator.nowMs + waitMs);
    this.#lastMs[last] = atMs;
    world.simulator.at(atMs, then, packet);
  }

  #submit(packet: number): void {
    const { packets, world } = this.#parts;
    if (!this.#isSame(packet)) {
      this.#ends.lost(packet);
      return;
    }
    const gateway = packets.gateway(packet);
    this.#note(packet, 'at its sender’s gateway', gateway);
    const deliveries = packets.kind(packet) === DELIVER ? 1 : 0;
    (world.nodes[gateway] as Gateway).submit(this.#owner[gateway]!, packet, deliveries);
  }

  #note(packet: number, what: string, node: number): void {
    const { messages, packets, trail, world } = this.#parts;
    if (trail === undefined || packets.kind(packet) !== SEND) return;
    trail.note(messages.serial(packets.item(packet)), what, world.nodes[node]!.name);
  }

  #worked(packet: number): void {
    const { packets, sessions } = this.#parts;
    const gateway = packets.gateway(packet);
    if (packets.kind(packet) !== SEND) {
      if (this.#whose === undefined || this.#isConnected(packet)) this.#leaveGateway(packet, 0);
      else {
        // Nobody is at the gateway that it was sent to, which says so.
        sessions.routes!.wasStale(packets.mailbox(packet), packets.device(packet));
        this.#ends.lost(packet);
      }
      return;
    }
    const mailbox = packets.mailbox(packet);
    const delayMs = this.#carry(packet, gateway, mailbox);
    if (delayMs === Number.POSITIVE_INFINITY) this.#ends.lost(packet);
    else this.#pipes.send(packet, gateway, mailbox, delayMs, this.#atMailbox);
  }

  #reach(packet: number): void {
    const { packets, world } = this.#parts;
    const mailbox = packets.mailbox(packet);
    const isUp = world.exchange.up[mailbox] === 1;
    this.#note(packet, isUp ? 'at its mailbox' : 'at its mailbox, which is down', mailbox);
    if (isUp) this.#ends.atMailbox(packet);
    else this.#ends.lost(packet);
  }

  #leaveGateway(packet: number, passedMs: number): void {
    const { packets, sessions } = this.#parts;
    const device = packets.device(packet);
    if (sessions.hears?.(device) === false) {
      this.#ends.lost(packet);
      return;
    }
    if (this.#buffers !== undefined) {
      const bytes = this.#bytesOn(this.#protocol?.down, packet);
      const gateway = packets.gateway(packet);
      if (!this.#buffers.passes(device, gateway, packet, bytes)) return;
    }
    this.#passOn(packet, passedMs);
  }

  /** Over the backbone to the place of the device. */
  #passOn(packet: number, passedMs: number): void {
    const { clients, crowd, packets, sessions, world } = this.#parts;
    const device = packets.device(packet);
    sessions.touch?.(device);
    const { id, medium } = clients[crowd.placeOf[device]!]!;
    const delayMs = passedMs + this.#carry(packet, packets.gateway(packet), id);
    if (delayMs === Number.POSITIVE_INFINITY) this.#ends.lost(packet);
    else if (world.network.isScrambled) {
      const gateway = packets.gateway(packet);
      const atMs = world.simulator.nowMs + delayMs;
      this.#pipes.launch(packet, gateway, id, atMs, this.#atBackbone);
    } else if (delayMs <= NEAR_MS && medium === undefined) this.#descend(packet, delayMs);
    else world.simulator.after(delayMs, this.#atBackbone, packet);
  }

  #reachPlace(packet: number): void {
    if (!this.#isConnected(packet)) {
      this.#ends.lost(packet);
      return;
    }
    const { clients, crowd, packets } = this.#parts;
    const device = packets.device(packet);
    const place = crowd.placeOf[device]!;
    const { medium } = clients[place]!;
    if (medium === undefined) {
      this.#descend(packet, 0);
      return;
    }
    const bytes = this.#bytesOn(this.#protocol?.down, packet);
    medium.sendDown(this.#downs[place]!, packet, crowd.local[device]!, bytes);
  }

  /** The packet takes its turn on the device’s way down. @param soonMs until it is at its place. */
  #descend(packet: number, soonMs: number): void {
    const { clients, crowd, packets, world } = this.#parts;
    const device = packets.device(packet);
    const place = crowd.placeOf[device]!;
    const bytes = this.#bytesOn(this.#protocol?.down, packet);
    const gateway = packets.gateway(packet);
    const lane = this.#lanes[place]!;
    const downMs = clients[place]!.downMs(crowd.local[device]!, bytes, lane, gateway);
    const last = (device << 2) + DOWN;
    const atMs = Math.max(this.#lastMs[last]!, world.simulator.nowMs + soonMs + downMs);
    this.#lastMs[last] = atMs;
    world.simulator.at(atMs, this.#atDevice, packet);
  }

  #land(packet: number, isLost: boolean): void {
    if (isLost || !this.#isConnected(packet)) {
      this.#ends.lost(packet);
      return;
    }
    const { packets } = this.#parts;
    if (this.#confirming !== undefined && packets.kind(packet) === DELIVER) {
      const device = packets.device(packet);
      const waitMs = this.#confirming.downMs(device, packets.gateway(packet));
      if (waitMs > 0) {
        this.#wait(packet, waitMs, DOWN, this.#confirmedDown);
        return;
      }
    }
    this.#ends.atDevice(packet);
  }

  /** Over the connection that it came by. */
  #hand(packet: number): void {
    if (this.#isConnected(packet)) this.#ends.atDevice(packet);
    else this.#ends.lost(packet);
  }

  #isConnected(packet: number): boolean {
    const { packets } = this.#parts;
    const device = packets.device(packet);
    return packets.connection(packet) === this.#connections[(device << 3) + CONNECTION];
  }
}
