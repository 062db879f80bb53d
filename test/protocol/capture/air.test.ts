/** MQTT over a medium that devices share, in captures, read by Wireshark's own dissectors. */
import { describe, expect, it } from 'vitest';
import { total } from '../../run-scenario.ts';
import { captured, of, tshark } from './tshark.ts';

const TEXT = `version: 1
title: things on the air
run: { seed: 3, duration: 6m, fidelity: protocol }
places: [paris]
nodes:
  things: { kind: clients, count: 30, access: { nb-iot-cell: { tries: 1 } } }
  broker: { kind: broker }
traffic:
  reports:
    kind: telemetry
    from: things
    to: broker
    reports: { burst: { within: 1s, from: 60s } }
    protocol: { mqtt: { qos: 1, tls: false } }
    connection: { begin: cold }
`;

describe('a capture of MQTT on the air', () => {
  it('has whole connections, what is sent again, and nothing malformed', async () => {
    const answer = await captured(TEXT);
    const broken = ['_ws.malformed', 'tcp.checksum.status == 0', 'ip.checksum.status == 0'];
    expect(tshark(answer, '-Y', broken.join(' || '))).toEqual([]);
    expect(total(answer.result, 'deliveries')).toBe(30);
    // CONNECT, CONNACK, PUBLISH and PUBACK of each. 3.1.1 §2.2.1
    for (const type of [1, 2, 3, 4]) expect(of(answer, `mqtt.msgtype == ${type}`)).toBe(30);
    // What random access gives up is seen where it leaves.
    const lost = of(answer, 'frame.comment contains "lost on its way"');
    expect(lost).toBeGreaterThan(0);
    expect(of(answer, 'tcp.analysis.retransmission')).toBeGreaterThan(0);
    expect(of(answer, 'tcp.flags.reset == 1')).toBe(0);
  }, 120_000);
});
