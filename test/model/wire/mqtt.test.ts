import { generate, type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import {
  ACK_BYTES,
  BARE_BYTES,
  connackBytes,
  connectBytes,
  followersOf,
  lengthBytes,
  packetsPerMessage,
  publishBytes,
  type QoS,
  subackBytes,
  subscribeBytes,
} from '../../../sim/model/wire/mqtt.ts';

// The authority of all sizes here is mqtt-packet, the codec of MQTT.js and Aedes.

const written = (packet: Packet, version: 4 | 5 = 4): number =>
  generate(packet, { protocolVersion: version }).length;

const VERSIONS = [
  ['3.1.1', 4],
  ['5', 5],
] as const;
const QOS = [0, 1, 2] as const;
/** Around each step of the length field (§2.2.3). */
const PAYLOADS = [0, 1, 100, 111, 112, 121, 122, 123, 124, 16_370, 16_380, 70_000, 2_097_150];

describe.each(VERSIONS)('MQTT %s', (version, level) => {
  it.each(QOS)('publishes with QoS %i in as many bytes as the codec', (qos) => {
    for (const payloadBytes of PAYLOADS) {
      const payload = Buffer.alloc(payloadBytes);
      const id = qos === 0 ? {} : { messageId: 7 };
      const more = { cmd: 'publish', topic: 'a/b', qos, payload, dup: false, retain: false };
      const bytes = publishBytes({ qos, topicBytes: 3, payloadBytes, version });
      expect(bytes, `${payloadBytes} B`).toBe(written({ ...more, ...id } as Packet, level));
    }
  });

  it('connects in as many bytes as the codec, with and without a will and a password', () => {
    const protocolVersion = level;
    const plain = { cmd: 'connect', protocolId: 'MQTT', protocolVersion, clean: false } as const;
    const client = { ...plain, clientId: 'meter-000001', keepalive: 60 };
    expect(connectBytes({ clientIdBytes: 12, version })).toBe(written(client, level));
    const will = { topic: 'gone', payload: Buffer.alloc(9), qos: 1, retain: false } as const;
    const secret = { username: 'meter', password: Buffer.alloc(200) };
    expect(
      connectBytes({
        clientIdBytes: 12,
        version,
        will: { topicBytes: 4, payloadBytes: 9 },
        userBytes: 5,
        passwordBytes: 200,
      }),
    ).toBe(written({ ...client, ...secret, will }, level));
  });

  it('is answered, subscribes and says goodbye in as many bytes as the codec', () => {
    const code = level === 4 ? { returnCode: 0 } : { reasonCode: 0 };
    const connack = { cmd: 'connack', sessionPresent: true, ...code } as Packet;
    expect(connackBytes(version)).toBe(written(connack, level));
    const subscriptions = [
      { topic: 'one', qos: 1 },
      { topic: 'a/longer/one', qos: 0 },
    ] as const;
    const subscribe = { cmd: 'subscribe', messageId: 9, subscriptions } as unknown as Packet;
    expect(subscribeBytes([3, 12], version)).toBe(written(subscribe, level));
    const suback = { cmd: 'suback', messageId: 9, granted: [1, 0] } as Packet;
    expect(subackBytes(2, version)).toBe(written(suback, level));
    expect(BARE_BYTES).toBe(written({ cmd: 'pingreq' }, level));
    expect(BARE_BYTES).toBe(written({ cmd: 'pingresp' }, level));
  });
});

describe('MQTT 5', () => {
  it('says how long its session is kept, and sends an alias for a topic, as the codec does', () => {
    const properties = { sessionExpiryInterval: 3600 };
    const connect = {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 5,
      clean: false,
      clientId: 'm',
      keepalive: 60,
      properties,
    } as const;
    const bytes = connectBytes({ clientIdBytes: 1, version: '5', saysExpiry: true });
    expect(bytes).toBe(written(connect, 5));
    const aliased = {
      cmd: 'publish',
      topic: '',
      qos: 1,
      messageId: 3,
      payload: Buffer.alloc(50),
      dup: false,
      retain: false,
      properties: { topicAlias: 1 },
    } as const;
    expect(
      publishBytes({ qos: 1, topicBytes: 0, payloadBytes: 50, version: '5', hasAlias: true }),
    ).toBe(written(aliased, 5));
  });
});

describe('MQTT 3.1.1', () => {
  it.each(['puback', 'pubrec', 'pubrel', 'pubcomp'] as const)(
    'confirms with a %s of four bytes',
    (cmd) => {
      expect(ACK_BYTES).toBe(written({ cmd, messageId: 7 } as Packet));
    },
  );

  it('ends with a DISCONNECT of two bytes', () => {
    expect(BARE_BYTES).toBe(written({ cmd: 'disconnect' } as Packet));
  });

  // §2.2.3, table 2.4: the digits of the length.
  it.each([
    [0, 1],
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [2_097_151, 3],
    [2_097_152, 4],
    [268_435_455, 4],
  ])('writes a length of %i in %i bytes', (length, bytes) => {
    expect(lengthBytes(length)).toBe(bytes);
  });

  // §4.3: PUBLISH; PUBLISH, PUBACK; PUBLISH, PUBREC, PUBREL, PUBCOMP.
  it.each([
    [0, 1],
    [1, 2],
    [2, 4],
  ])('takes with QoS %i %i packets for a message', (qos, packets) => {
    expect(packetsPerMessage(qos as QoS)).toBe(packets);
    expect(followersOf(qos as QoS)).toHaveLength(packets - 1);
  });

  it('has the receiver of a message end the exchange', () => {
    expect(followersOf(1).at(-1)).toBe('receiver');
    expect(followersOf(2)).toEqual(['receiver', 'sender', 'receiver']);
  });
});
