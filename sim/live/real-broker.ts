/** A node of brokers whose work a real broker does: what happens there is read from the packets that pass. */
import { parser as makeParser, type Packet } from 'mqtt-packet';
import type { BrokerNode, SpokenBroker } from '../protocol/mqtt/broker-node.ts';
import type { VirtualSocket } from '../protocol/wire/socket.ts';
import type { Taps } from './splice.ts';

export class RealBroker implements SpokenBroker {
  readonly #node: BrokerNode;
  readonly #join: (link: VirtualSocket, taps: Taps) => void;
  /** By client: its newest connection. */
  readonly #newest = new Map<string, object>();

  /** @param join connects a link with the broker. */
  constructor(node: BrokerNode, join: (link: VirtualSocket, taps: Taps) => void) {
    this.#node = node;
    this.#join = join;
  }

  take(link: VirtualSocket): void {
    let client: string | undefined;
    let hasBegun = false;
    let down: Read | undefined;
    const up = reader((packet) => {
      if (packet.cmd === 'connect') {
        client = packet.clientId;
        down = reader(answered, packet.protocolVersion);
      }
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
      if (!hasBegun || client === undefined) return;
      hasBegun = false;
      this.#node.ended(client, this.#newest.get(client) !== link);
    };
    this.#join(link, { outgoing: up, incoming: (bytes) => down?.(bytes), closed });
  }

  /** Connections were broken, and all of them tell. */
  crash(): void {}
}

type Read = (bytes: Buffer) => void;

/** @param protocolVersion as CONNECT said it: packets of MQTT 5 have properties. */
function reader(seen: (packet: Packet) => void, protocolVersion?: number): Read {
  const parser = makeParser(protocolVersion === undefined ? {} : { protocolVersion });
  parser.on('packet', seen);
  // What is no MQTT is for the broker to refuse.
  parser.on('error', () => {});
  return (bytes) => void parser.parse(bytes);
}
