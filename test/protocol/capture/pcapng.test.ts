/** Captures of spoken runs, read by Wireshark's own dissectors. */
import { describe, expect, it } from 'vitest';
import type { ProtocolAnswer } from '../../../sim/protocol/job.ts';
import { total } from '../../run-scenario.ts';
import { spoken } from '../spoken-scenario.ts';
import { shopText } from './shop.ts';
import { captured, of, SUSPICIOUS, tshark } from './tshark.ts';

/** People who chat, and things that publish, over TLS; nothing is said in the last second. */
const TALK_AND_NEWS = `version: 1
title: over TLS
run: { seed: 4, duration: 4s, warmup: 0s, fidelity: protocol }
places: [paris]
nodes:
  people: { kind: clients, count: 4, access: none }
  gateway: { kind: gateway }
  things: { kind: clients, count: 4, access: none }
  broker: { kind: broker }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 5rps }, protocol: websocket }
  news: { kind: pubsub, from: things, to: broker, arrivals: { poisson: 5rps }, topics: 2, subscriptions: 1,
    protocol: { mqtt: { qos: 1, version: '5' } }, connection: { begin: cold } }
timeline:
  - { at: 3s, do: ramp, traffic: talk, to: 0rps, over: 0s }
  - { at: 3s, do: ramp, traffic: news, to: 0rps, over: 0s }
`;

const LOSSY = 'network: { loss: { independent: 1% } }\n';

let plain: Promise<ProtocolAnswer> | undefined;
const plainly = () => (plain ??= captured(shopText()));
let lossy: Promise<ProtocolAnswer> | undefined;
const losing = () => (lossy ??= captured(shopText({ network: LOSSY, kib: 80 })));

describe('a capture', () => {
  it('has nothing that Wireshark objects to', async () => {
    const answer = await plainly();
    expect(tshark(answer, '-Y', SUSPICIOUS.join(' || '))).toEqual([]);
  });

  it('has as many requests and answers as the run counts', async () => {
    const answer = await plainly();
    const asked = total(answer.result, 'requests') + total(answer.result, 'origin_requests');
    expect(asked).toBeGreaterThan(50);
    expect(of(answer, 'http.request')).toBe(asked);
    expect(of(answer, 'http.response')).toBe(asked);
  });

  it('opens each connection by three packets with the options of Linux', async () => {
    const answer = await plainly();
    const { connections, seen } = answer.captured!;
    expect(connections).toBe(seen);
    const options =
      'tcp.options.mss_val == 1460 && tcp.options.wscale.shift == 7 && tcp.options.sack_perm && tcp.options.timestamp.tsval';
    expect(of(answer, `tcp.flags == 0x002 && ${options}`)).toBe(connections);
    expect(of(answer, `tcp.flags == 0x012 && ${options}`)).toBe(connections);
    expect(of(answer, 'tcp.len > 1448')).toBe(0);
  });

  it('names links and nodes', async () => {
    const answer = await plainly();
    const fields = ['-T', 'fields', '-e', 'frame.interface_name', '-e', 'ip.src_host'];
    const lines = new Set(tshark(answer, '-N', 'n', '-Y', 'http.request', ...fields));
    expect([...lines].filter((line) => line.endsWith('\tedge/0'))).toEqual([
      'edge/0 -> origin/0\tedge/0',
    ]);
    expect([...lines].some((line) => /^people\/0 -> edge\/0\tpeople\/0#\d+$/.test(line))).toBe(
      true,
    );
  });

  it('changes nothing of the run', async () => {
    const { wireHash, result } = await spoken(shopText({ network: LOSSY, kib: 80 }));
    const answer = await losing();
    expect({ wireHash, result }).toEqual({ wireHash: answer.wireHash, result: answer.result });
  });
});

describe('a capture of losses', () => {
  it('shows packets sent again where they are sent, and gaps where they are missed', async () => {
    const atClient = await losing();
    const atServer = await captured(shopText({ network: LOSSY, kib: 80 }), 'server');
    for (const answer of [atClient, atServer]) {
      expect(of(answer, '_ws.malformed || tcp.checksum.status == 0')).toBe(0);
    }
    expect(of(atServer, 'tcp.analysis.retransmission')).toBeGreaterThan(0);
    expect(of(atClient, 'tcp.options.sack_le')).toBeGreaterThan(0);
    // Whole answers all the same.
    const { result } = atClient;
    const asked = total(result, 'requests') + total(result, 'origin_requests');
    expect(of(atClient, 'http.response')).toBe(asked);
  });
});

describe('a limit', () => {
  it('keeps whole connections, from the first on, with the keys of these', async () => {
    const mostBytes = 500_000;
    const answer = await captured(shopText({ transport: 'tls-1.3' }), 'people', mostBytes);
    const { packets, connections, seen } = answer.captured!;
    expect(packets.length).toBeLessThanOrEqual(mostBytes);
    expect(connections).toBeGreaterThan(2);
    expect(connections).toBeLessThan(seen);
    expect(of(answer, 'tcp.flags == 0x002')).toBe(connections);
    expect(of(answer, 'tls && http.request')).toBeGreaterThan(0);
    expect(of(answer, 'http.request')).toBe(of(answer, 'http.response'));
    // RFC 8446 §7.1: each has one secret of this name.
    const secrets = Buffer.from(packets)
      .toString('latin1')
      .match(/CLIENT_TRAFFIC_SECRET_0/g)!;
    expect(secrets).toHaveLength(connections);
  });
});

describe('a capture of TLS', () => {
  it('has the keys that open it', async () => {
    const answer = await captured(shopText({ transport: 'tls-1.3', rps: 5 }));
    expect(tshark(answer, '-Y', SUSPICIOUS.join(' || '))).toEqual([]);
    const asked = total(answer.result, 'requests') + total(answer.result, 'origin_requests');
    expect(of(answer, 'http.request')).toBe(asked);
    expect(of(answer, 'tls && http.request')).toBe(total(answer.result, 'requests'));
  });

  it('shows handshakes, frames of WebSocket and packets of MQTT inside', async () => {
    const answer = await captured(TALK_AND_NEWS);
    expect(tshark(answer, '-Y', SUSPICIOUS.join(' || '))).toEqual([]);
    const { result } = answer;
    const { connections } = answer.captured!;
    // RFC 8446 §4: hello 1, certificates 11, which only who has the keys can see.
    expect([1, 11].map((type) => of(answer, `tls.handshake.type == ${type}`))).toEqual([
      connections,
      connections,
    ]);
    expect(connections).toBe(8);
    // Each message and each delivery is a text, and is confirmed by one.
    const said = total(result, 'messages', { traffic: 'talk' });
    const shown = total(result, 'deliveries', { traffic: 'talk' });
    const texts = tshark(
      answer,
      '-Y',
      'tls && websocket.opcode == 1',
      '-T',
      'fields',
      '-e',
      'websocket.opcode',
    );
    expect(
      texts
        .join(',')
        .split(',')
        .filter((one) => one === '1'),
    ).toHaveLength(2 * (said + shown));
    // MQTT 3.1.1 §2.2.1: 1 CONNECT, 3 PUBLISH.
    const types = tshark(answer, '-Y', 'tls && mqtt', '-T', 'fields', '-e', 'mqtt.msgtype')
      .join(',')
      .split(',');
    expect(types.filter((type) => type === '1')).toHaveLength(4);
    const news = ['messages', 'deliveries'] as const;
    const published = news.reduce((sum, one) => sum + total(result, one, { traffic: 'news' }), 0);
    expect(types.filter((type) => type === '3')).toHaveLength(published);
  });
});
