/**
 * Connections between brokers, by MQTT.js: what a device publishes at one goes once to each other that has
 * subscribers, as with bridges of Mosquitto whose topics are those with subscribers. They are encrypted where anybody's MQTT is.
 */
import { MqttClient } from 'mqtt';
import type { Crew } from '../../model/node/telegraph.ts';
import type { World } from '../../model/node/world.ts';
import { inSegments } from '../../model/wire/tcp.ts';
import { dialSealed, type SealedDialling, type Sealing } from '../tls/sealed.ts';
import { Veil } from '../wire/veil.ts';
import type { Publication } from './broker-node.ts';
import { bridgeName } from './names.ts';
import { MQTT_PORT } from './port.ts';

/** As Mosquitto's bridges begin with: restart_timeout 5 s. */
const RETRY_MS = 5000;
/** Mosquitto's keepalive_interval of bridges, s. */
const KEEP_ALIVE_SECONDS = 60;

export class Bridges {
  readonly #world: World;
  readonly #sealing: Sealing;
  readonly #areEncrypted: boolean;
  /** By the node that passes on, and the one that takes. */
  readonly #clients = new Map<number, Map<number, MqttClient>>();

  constructor(world: World, sealing: Sealing, areEncrypted: boolean) {
    this.#world = world;
    this.#sealing = sealing;
    this.#areEncrypted = areEncrypted;
  }

  pass(from: number, crew: Crew, { topic, payload, qos, retain }: Publication): void {
    for (const broker of crew.brokersOf(numberOf(topic))) {
      if (broker === from) continue;
      const { exchange, simulator } = this.#world;
      exchange.countCarried(from, broker, 1, 0, simulator.nowMs);
      this.#between(from, broker).publish(topic, payload, { qos, retain }, () => {});
    }
  }

  /** A broker's process is gone, and its bridges with it. */
  crash(node: number): void {
    for (const client of this.#clients.get(node)?.values() ?? []) client.end(true);
    this.#clients.delete(node);
  }

  #between(from: number, to: number): MqttClient {
    let its = this.#clients.get(from);
    if (its === undefined) {
      its = new Map();
      this.#clients.set(from, its);
    }
    let client = its.get(to);
    if (client === undefined) {
      client = this.#open(from, to);
      its.set(to, client);
    }
    return client;
  }

  #open(node: number, to: number): MqttClient {
    const veil = new Veil();
    // Bridges were there before what they pass on.
    veil.state = 'instant';
    const tls = this.#areEncrypted ? 'tls-1.3' : undefined;
    const from = { node, device: -1 };
    const wrote = ({ length }: Uint8Array, isUp: boolean) => {
      if (veil.state !== 'instant') this.#count(isUp ? [node, to] : [to, node], length);
    };
    const dialling: SealedDialling = { from, to, port: MQTT_PORT, veil, tls, wrote };
    const dial = () => dialSealed(this.#sealing, dialling).plug;
    const client = new MqttClient(dial, {
      clientId: bridgeName(node),
      clean: false,
      keepalive: KEEP_ALIVE_SECONDS,
      reconnectPeriod: RETRY_MS,
      timerVariant: 'native',
    });
    // CONNACK. MQTT.js sends what waits before it says 'connect', and that takes time, and counts.
    client.once('packetreceive', () => {
      veil.state = 'clear';
    });
    client.on('error', () => {});
    return client;
  }

  /** Bytes of MQTT, or of TLS; messages are counted when they are passed on. */
  #count([from, to]: readonly [number, number], bytes: number): void {
    const { exchange, simulator } = this.#world;
    exchange.countCarried(from, to, 0, inSegments(bytes), simulator.nowMs);
  }
}

const numberOf = (topic: string): number => Number(topic.slice(topic.indexOf('/') + 1));
