/** A device as a client of MQTT.js: it publishes, gets what it has subscribed to, and connects again. */
import type { Duplex } from 'node:stream';
import './silent.ts';
import { type IClientOptions, type IPublishPacket, MqttClient, Store } from 'mqtt';
import type { Random } from '../../engine/random.ts';
import type { Crew } from '../../model/node/telegraph.ts';
import type { Kernel, Pending } from '../virtual/kernel.ts';
import { Veil } from '../wire/veil.ts';
import { payloadOf, topicName } from './names.ts';
import type { MqttPlan } from './plans.ts';

export interface DeviceParts {
  readonly kernel: Kernel;
  readonly crew: Crew;
  readonly plan: MqttPlan;
  readonly device: number;
  readonly name: string;
  readonly random: Random;
  /** What its last words begin with. */
  readonly mark: number;
  messageIn(payload: Uint8Array): number | undefined;
  /** How long it waits for CONNACK, ms; default: as the library does. */
  readonly connectTimeoutMs?: number;
  dial(veil: Veil): Duplex;
}

/** Connections of TCP are never given up by who waits for CONNACK sooner than this: the library's own, ms. */
const CONNECT_TIMEOUT_MS = 30_000;
const FOREVER_SECONDS = 0xffff_ffff;

export class MqttDevice {
  readonly #parts: DeviceParts;
  readonly #stores = { incomingStore: new Store(), outgoingStore: new Store() };
  #client: MqttClient | undefined;
  #veil = new Veil();
  #retry: Pending | undefined;
  #tries = 0;
  /** Published, written and at no broker so far. */
  readonly #underWay = new Set<number>();
  isOff = false;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
  }

  get crew(): Crew {
    return this.#parts.crew;
  }

  get number(): number {
    return this.#parts.device;
  }

  /** Connects before anything has happened, in no time. */
  begin(): void {
    this.#veil.state = 'instant';
    this.#open().connect();
  }

  publish(message: number, topic: number, bytes: number): void {
    const { plan, crew } = this.#parts;
    const isNew = this.#client === undefined;
    const client = this.#open();
    const name = topicName(plan.index, topic, plan.topicBytes);
    const { qos, retain } = plan;
    client.publish(name, payloadOf(message, bytes), { qos, retain }, (error) => {
      if (error) crew.told.lost(message);
      else if (qos === 0) this.#underWay.add(message);
    });
    if (isNew && !this.isOff) client.connect();
  }

  /** A broker has this message of it. */
  came(message: number): void {
    this.#underWay.delete(message);
  }

  /** Its broker will read no more of this connection. */
  ended(): void {
    for (const message of this.#underWay) this.crew.told.lost(message);
    this.#underWay.clear();
  }

  switchOff(): void {
    this.isOff = true;
    this.#veil.state = 'dark';
    this.#stopRetry();
    this.#client?.stream?.destroy();
  }

  switchOn(): void {
    this.isOff = false;
    this.#tries = 0;
    if (this.#client !== undefined || this.crew.stays) this.#reconnect();
  }

  /** The run is over: timers of the library would keep a process alive. */
  close(): void {
    this.isOff = true;
    this.#stopRetry();
    this.#client?.end(true);
  }

  disconnect(): void {
    this.#client?.stream?.destroy();
  }

  #open(): MqttClient {
    this.#client ??= this.#make();
    return this.#client;
  }

  #make(): MqttClient {
    const client = new MqttClient(() => this.#parts.dial(this.#veil), this.#options());
    client.on('connect', ({ sessionPresent }) => {
      this.#tries = 0;
      if (sessionPresent) this.#veilOff();
    });
    client.once('connect', () => this.#subscribe(client));
    client.on('message', (_topic: string, payload: Buffer, { retain }: IPublishPacket) => {
      const message = this.#parts.messageIn(payload);
      if (message !== undefined) this.crew.told.shown(message, this.#parts.device, retain);
    });
    client.on('close', () => this.#retryLater());
    // What goes wrong with a connection ends it, and 'close' tells.
    client.on('error', () => {});
    return client;
  }

  #options(): IClientOptions {
    const { plan, name, mark, connectTimeoutMs = CONNECT_TIMEOUT_MS } = this.#parts;
    const words = this.crew.lastWordsOf(this.#parts.device);
    return {
      ...this.#stores,
      clientId: name,
      clean: plan.isClean,
      protocolVersion: plan.version === '5' ? 5 : 4,
      keepalive: plan.keepAliveSeconds,
      reconnectPeriod: 0,
      connectTimeout: connectTimeoutMs,
      manualConnect: true,
      timerVariant: 'native',
      // 3.1.1 keeps what is not clean for ever; 5 has to be told (§3.1.2.11.2).
      ...(plan.version === '5' &&
        !plan.isClean && { properties: { sessionExpiryInterval: FOREVER_SECONDS } }),
      ...(words !== undefined && {
        will: {
          topic: topicName(plan.index, words.topic, plan.topicBytes),
          payload: payloadOf(mark, words.bytes),
          qos: plan.qos,
          retain: false,
        },
      }),
    };
  }

  #subscribe(client: MqttClient): void {
    const { plan, crew, device } = this.#parts;
    const topics = crew
      .topicsOf(device)
      .map((topic) => topicName(plan.index, topic, plan.topicBytes));
    if (topics.length === 0) this.#veilOff();
    else client.subscribe(topics, { qos: plan.qos }, () => this.#veilOff());
  }

  #veilOff(): void {
    if (this.#veil.state === 'instant') this.#veil.state = 'clear';
  }

  #retryLater(): void {
    if (this.isOff || this.#retry !== undefined) return;
    const { plan, random, kernel } = this.#parts;
    this.#tries += 1;
    this.#retry = kernel.after(plan.backoff.delayMs(this.#tries, random), () => {
      this.#retry = undefined;
      this.#reconnect();
    });
  }

  #stopRetry(): void {
    if (this.#retry !== undefined) this.#parts.kernel.cancel(this.#retry);
    this.#retry = undefined;
  }

  /** A connection anew, beyond the reach of what the last one still has under way. */
  #reconnect(): void {
    if (this.isOff) return;
    this.#veil = new Veil();
    const isNew = this.#client === undefined;
    const client = this.#open();
    if (isNew) client.connect();
    else client.reconnect(this.#stores);
  }
}
