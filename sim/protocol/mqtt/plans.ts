/** What a scenario says of traffic that is spoken by MQTT. */
import type { BackoffSettings } from '../../model/balance/resilience/backoff.ts';
import type { ConnectionParams } from '../../model/traffic/things/things-params.ts';
import type { MqttVersion, QoS } from '../../model/wire/mqtt.ts';
import type { Choice } from '../../part/choice.ts';
import type { Scenario } from '../../scenario/scenario.ts';

export interface MqttPlan {
  /** Number of the traffic in the scenario. */
  readonly index: number;
  /** Group of its brokers. */
  readonly to: string;
  readonly qos: QoS;
  readonly version: MqttVersion;
  readonly topicBytes: number;
  readonly clientIdBytes: number;
  readonly hasTls: boolean;
  readonly retain: boolean;
  /** Whole seconds, as CONNECT says it; 0: never. */
  readonly keepAliveSeconds: number;
  readonly isClean: boolean;
  readonly isWarm: boolean;
  readonly backoff: BackoffSettings;
  /** How long brokers wait for a device that sleeps to take something, ms. */
  readonly patienceMs: number;
}

interface MqttParams {
  readonly qos: string;
  readonly version: MqttVersion;
  readonly topic: number;
  readonly 'client-id': number;
  readonly tls: boolean;
}

const MS_PER_SECOND = 1000;

/** By name of traffic: those whose protocol is MQTT. */
export function mqttPlans(scenario: Scenario): ReadonlyMap<string, MqttPlan> {
  const plans = new Map<string, MqttPlan>();
  for (const [index, { name, to, kind }] of scenario.traffic.entries()) {
    const protocol = kind.params.protocol as Choice<unknown> | undefined;
    if (protocol?.name !== 'mqtt') continue;
    const { qos, version, topic, tls, 'client-id': id } = protocol.params as unknown as MqttParams;
    const connection = kind.params.connection as ConnectionParams;
    plans.set(name, {
      index,
      to,
      qos: Number(qos) as QoS,
      version,
      topicBytes: topic,
      clientIdBytes: id,
      hasTls: tls,
      retain: kind.params.retain === true,
      keepAliveSeconds: Math.ceil(connection['keep-alive'] / MS_PER_SECOND),
      isClean: connection.session === 'clean',
      isWarm: connection.begin === 'connected',
      backoff: connection.reconnect.make(),
      patienceMs: connection.patience,
    });
  }
  return plans;
}
