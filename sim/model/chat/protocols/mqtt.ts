import { z } from 'zod';
import { oneOf } from '../../../part/one-of.ts';
import { bytes } from '../../../part/units.ts';
import {
  ACK_BYTES,
  BARE_BYTES,
  connackBytes,
  connectBytes,
  followersOf,
  type MqttVersion,
  publishBytes,
  type QoS,
  subackBytes,
  subscribeBytes,
} from '../../wire/mqtt.ts';
import { type Exchange, inTurn, TCP_CLOSING } from '../../wire/tcp.ts';
import { type Carriage, carriageOf } from '../../wire/tls.ts';
import { chatProtocol, type Hop, promiseOf } from './protocol.ts';

interface MqttSettings {
  readonly qos: QoS;
  readonly version: MqttVersion;
  readonly topicBytes: number;
  readonly clientIdBytes: number;
  readonly carriage: Carriage;
}

/** One direction of a connection: both ends publish in the same way. */
function hopOf({ qos, version, topicBytes, carriage }: MqttSettings): Hop {
  const followers = followersOf(qos).map((by) => ({ by, bytes: carriage.wire(ACK_BYTES) }));
  return {
    messageBytes: (payloadBytes) =>
      carriage.wire(publishBytes({ qos, version, topicBytes, payloadBytes })),
    followers,
    messagesPerFollowers: 1,
    // A receiver that keeps the message hands it on at PUBREL: method A of §4.3.3, as Mosquitto and MQTT.js do.
    handsOnAfter: qos === 2 ? 2 : 0,
    afterBreak: qos === 0 ? 'lost' : 'resent',
    recognises: qos === 2,
  };
}

/** CONNECT and CONNACK, and where no session is kept SUBSCRIBE and SUBACK, which follow at once. */
function connecting(settings: MqttSettings, hasSession: boolean): Exchange {
  const { version, clientIdBytes, topicBytes, carriage } = settings;
  const connect = connectBytes({ clientIdBytes, version, saysExpiry: true });
  const subscribe = hasSession ? 0 : subscribeBytes([topicBytes], version);
  const suback = hasSession ? 0 : subackBytes(1, version);
  return {
    roundTrips: 1,
    upBytes: carriage.wire(connect + subscribe),
    downBytes: carriage.wire(connackBytes(version) + suback),
  };
}

export const mqtt = chatProtocol({
  name: 'mqtt',
  summary:
    'MQTT over TCP: QoS 0 sends once, 1 until it is confirmed, 2 in four packets and never twice',
  source: 'OASIS MQTT 3.1.1 (2014) §2.2, §3.3, §4.3; MQTT 5.0 (2019)',
  params: {
    qos: oneOf(['0', '1', '2']).prefault('1').describe('delivery promise of both directions'),
    version: oneOf(['3.1.1', '5']).prefault('3.1.1').describe('version of the protocol'),
    topic: bytes({ min: 1, max: 65_535 })
      .prefault('24B')
      .describe('bytes of the topic of a message (assumption)'),
    'client-id': bytes({ max: 65_535 })
      .prefault('23B')
      .describe('bytes of a client identifier; 23 are always allowed (3.1.1 §3.1.3.1)'),
    tls: z.boolean().default(true).describe('whether the connection is encrypted with TLS 1.3'),
  },
  main: 'qos',
  make: ({ qos, version, topic, 'client-id': clientIdBytes, tls }) => {
    const carriage = carriageOf(tls);
    const level = Number(qos) as QoS;
    const settings = { qos: level, version, topicBytes: topic, clientIdBytes, carriage };
    const hop = hopOf(settings);
    const ping = carriage.wire(BARE_BYTES);
    const goodbye = { roundTrips: 0, upBytes: ping, downBytes: 0 };
    return {
      promise: promiseOf(hop),
      opening: inTurn(carriage.opening, connecting(settings, false)),
      reopening: inTurn(carriage.opening, connecting(settings, level > 0)),
      closing: inTurn(goodbye, TCP_CLOSING),
      heartbeat: { upBytes: ping, downBytes: ping },
      up: hop,
      down: hop,
    };
  },
});
