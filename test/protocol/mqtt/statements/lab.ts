/** Clients that send packets, or any bytes, to a broker, in virtual time. */
import mqtt, { type IConnackPacket, type IConnectPacket, type Packet } from 'mqtt-packet';
import { expect } from 'vitest';
import { Broker } from '../../../../sim/protocol/mqtt/broker/broker.ts';
import type { Limits } from '../../../../sim/protocol/mqtt/broker/limits.ts';

export type Version = 4 | 5;
/** A packet as mqtt-packet shows it. */
export type Shown = Packet & Record<string, unknown> & { properties?: Record<string, unknown> };
export type Given = Record<string, unknown>;

/** The other end of a client's connection. */
export interface Pipe {
  write(bytes: Buffer): void;
  /** The client closes without a word. */
  cut(): void;
}

/** A broker that is looked at. */
export interface Lab {
  open(got: (bytes: Buffer) => void, closed: () => void): Pipe;
  /** Lets everything happen that is under way. */
  rest(): Promise<void>;
  pass(ms: number): Promise<void>;
}

export class Client {
  readonly lab: Lab;
  readonly version: Version;
  readonly got: Shown[] = [];
  bytes = 0;
  isClosed = false;
  readonly #pipe: Pipe;

  constructor(lab: Lab, version: Version) {
    this.lab = lab;
    this.version = version;
    const parser = mqtt.parser({ protocolVersion: version });
    parser.on('packet', (packet) => this.got.push(packet as Shown));
    parser.on('error', () => {});
    this.#pipe = lab.open(
      (bytes) => {
        this.bytes += bytes.length;
        parser.parse(bytes);
      },
      () => {
        this.isClosed = true;
      },
    );
  }

  /** @returns what was answered to CONNECT; undefined: nothing. */
  async connect(given: Given = {}): Promise<(IConnackPacket & Shown) | undefined> {
    await this.send(connectOf(this.version, given));
    return this.take('connack') as (IConnackPacket & Shown) | undefined;
  }

  async send(packet: Given): Promise<void> {
    await this.raw(mqtt.generate(packet as unknown as Packet, { protocolVersion: this.version }));
  }

  async raw(bytes: Buffer | readonly number[]): Promise<void> {
    if (!this.isClosed) this.#pipe.write(Buffer.from(bytes as Buffer));
    await this.lab.rest();
  }

  async cut(): Promise<void> {
    this.#pipe.cut();
    this.isClosed = true;
    await this.lab.rest();
  }

  /** Takes the first of a kind out of what has come. */
  take(cmd: string): Shown | undefined {
    const at = this.got.findIndex((each) => each.cmd === cmd);
    return at < 0 ? undefined : this.got.splice(at, 1)[0];
  }

  /** Payloads of what has come and was not taken. */
  get payloads(): string[] {
    return this.got.filter(({ cmd }) => cmd === 'publish').map(({ payload }) => String(payload));
  }

  publish(topic: string, payload: string | Buffer, more: Given = {}): Promise<void> {
    return this.send({
      cmd: 'publish',
      topic,
      payload,
      qos: 0,
      dup: false,
      retain: false,
      ...more,
    });
  }

  /** @returns what was granted. */
  async subscribe(topic: string, more: Given = {}, properties: Given = {}): Promise<Shown> {
    const subscriptions = [{ topic, qos: 0, nl: false, rap: false, rh: 0, ...more }];
    await this.send({ cmd: 'subscribe', messageId: 901, subscriptions, properties });
    return this.take('suback')!;
  }

  /** The connection is closed, in 5 with this reason: of CONNACK before it is open, of DISCONNECT then. */
  expectClosed(reason?: number): void {
    expect(this.isClosed).toBe(true);
    if (this.version === 5 && reason !== undefined) {
      const last = this.take('disconnect') ?? this.take('connack');
      expect(last?.reasonCode).toBe(reason);
    }
  }
}

export function connectOf(version: Version, given: Given = {}): Given {
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: version,
    clean: true,
    keepalive: 0,
    clientId: 'one',
    ...given,
  } satisfies Partial<IConnectPacket> & Given;
}

/** What keeps a session: a flag in 3.1.1, a time in 5. */
export const kept = (version: Version, isFirst = false): Given =>
  version === 4
    ? { clean: false }
    : { clean: isFirst, properties: { sessionExpiryInterval: 100_000 } };

export async function client(lab: Lab, version: Version, given: Given = {}): Promise<Client> {
  const one = new Client(lab, version);
  expect(await one.connect(given)).toBeDefined();
  expect(one.isClosed).toBe(false);
  return one;
}

/** Our broker. */
export class OwnLab implements Lab {
  readonly broker: Broker;
  #nowMs = 0;
  #timers: { atMs: number; action: () => void }[] = [];

  constructor(limits: Partial<Limits> = {}) {
    const now = () => this.#nowMs;
    const clock = {
      get nowMs() {
        return now();
      },
      after: (delayMs: number, action: () => void) => {
        const timer = { atMs: this.#nowMs + delayMs, action };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((each) => each !== timer);
        };
      },
    };
    this.broker = new Broker(clock, {}, limits);
  }

  open(got: (bytes: Buffer) => void, closed: () => void): Pipe {
    let isOver = false;
    const connection = this.broker.connect({
      write: (bytes) => {
        // Nothing may follow what ends a connection.
        expect(isOver).toBe(false);
        got(bytes);
      },
      end: () => {
        isOver = true;
        closed();
      },
      waitingBytes: 0,
    });
    return { write: (bytes) => connection.read(bytes), cut: () => connection.gone() };
  }

  async rest(): Promise<void> {}

  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= untilMs);
      if (due.length === 0) break;
      const next = due.reduce((one, other) => (other.atMs < one.atMs ? other : one));
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#nowMs = next.atMs;
      next.action();
    }
    this.#nowMs = untilMs;
  }
}
