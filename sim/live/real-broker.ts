/** A node of brokers whose work a real broker does: what happens there is read from the packets that pass. */
import { parser as makeParser, type Packet } from 'mqtt-packet';
import type { BrokerNode, SpokenBroker } from '../protocol/mqtt/broker-node.ts';
import { bridgeName } from '../protocol/mqtt/names.ts';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import type { Veil } from '../protocol/wire/veil.ts';
import type { Taps } from './splice.ts';

export class RealBroker implements SpokenBroker {
  readonly #node: BrokerNode;
  readonly #join: (link: VirtualSocket, taps: Taps) => void;
  /** By client: its newest connection. */
  readonly #newest = new Map<string, object>();
  /** Processes that it has had. */
  #life = 0;

  /** @param join connects a link with the broker. */
  constructor(node: BrokerNode, join: (link: VirtualSocket, taps: Taps) => void) {
    this.#node = node;
    this.#join = join;
  }

  take(link: VirtualSocket): void {
    const life = this.#life;
    let client: string | undefined;
    let hasBegun = false;
    let leavesWill = false;
    let down: Read | undefined;
    const up = reader((packet) => {
      if (packet.cmd === 'connect') {
        client = packet.clientId;
        leavesWill = packet.will !== undefined;
        down = reader(answered, packet.protocolVersion);
      }
      // MQTT 3.1.1 §3.14.4: who says goodbye leaves no will.
      if (packet.cmd === 'disconnect') leavesWill = false;
      if (packet.cmd !== 'publish' || client === undefined) return;
      this.#node.got(client, { topic: packet.topic, payload: packet.payload as Buffer });
    });
    const answered = (packet: Packet) => {
      if (packet.cmd !== 'connack' || client === undefined) return;
      const code = packet.reasonCode ?? packet.returnCode ?? 0;
      if (code !== 0) return;
      hasBegun = true;
      this.#newest.set(client, link);
      this.#node.began(client, packet.sessionPresent);
    };
    const closed = () => {
      if (!hasBegun || client === undefined || life !== this.#life) return;
      hasBegun = false;
      this.#node.ended(client, this.#newest.get(client) !== link);
      if (leavesWill) this.#node.saysWill(client);
    };
    this.#join(link, { outgoing: up, incoming: (bytes) => down?.(bytes), closed });
  }

  /**
   * What passes at this end of a bridge to another broker.
   *
   * @param veil off when both have subscribed.
   * @param passed called for each publication.
   */
  bridged(veil: Veil, passed: (isOut: boolean) => void): Taps {
    const client = bridgeName(this.#node.id);
    const incoming = reader(({ cmd }) => cmd === 'publish' && passed(true));
    const outgoing = reader((packet) => {
      if (packet.cmd === 'suback') veil.state = 'clear';
      if (packet.cmd !== 'publish') return;
      passed(false);
      this.#node.got(client, { topic: packet.topic, payload: packet.payload as Buffer });
    });
    return { incoming, outgoing };
  }

  /** Its process is gone, and says nothing of anybody's last words. */
  crash(): void {
    this.#life += 1;
    const clients = [...this.#newest.keys()];
    this.#newest.clear();
    this.#node.crashed(clients);
  }
}

type Read = (bytes: Buffer) => void;

/** @param protocolVersion as CONNECT said it: packets of MQTT 5 have properties. */
function reader(seen: (packet: Packet) => unknown, protocolVersion?: number): Read {
  const parser = makeParser(protocolVersion === undefined ? {} : { protocolVersion });
  parser.on('packet', seen);
  // What is no MQTT is for the broker to refuse.
  parser.on('error', () => {});
  return (bytes) => void parser.parse(bytes);
}
