/** Real TLS in virtual time. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SEGMENT_HEADER_BYTES } from '../../sim/model/wire/tcp.ts';
import {
  CERTIFICATES_BYTES,
  CHANGE_CIPHER_BYTES,
  CLIENT_FINISHED_BYTES,
  CLIENT_HELLO_BYTES,
  RECORD_OVERHEAD_BYTES,
  SERVER_FLIGHT_BYTES,
  TICKETS_BYTES,
  TLS_HANDSHAKE,
} from '../../sim/model/wire/tls.ts';
import { makeCertificates } from '../../sim/protocol/tls/certificates.ts';
import { figure, total } from '../run-scenario.ts';
import { expectOneHash, modelled, spoken } from './spoken-scenario.ts';

/** Each request has a connection of its own; nothing varies but the people. */
const textOf = (transport: string, kib = 1): string => `version: 1
title: far away
run: { seed: 4, duration: 6s, warmup: 0s, fidelity: protocol }
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: frankfurt, count: 200, access: none }
  origin: { kind: origin, at: virginia, workers: 100, service: { constant: 10ms } }
traffic:
  web:
    kind: web
    from: people
    to: origin
    transport: ${transport}
    idle: 1ms
    arrivals: { poisson: 10rps }
    catalog: { objects: 30, popularity: { zipf: 0.9 }, size: { constant: ${kib}KiB } }
timeline:
  - { at: 4s, do: ramp, traffic: web, to: 0rps, over: 0s }
`;

const CAPTURE = { point: 'client', mostBytes: 2 ** 24 };

describe('certificates', () => {
  it('are signed by each other, never the same and always as long', () => {
    const [one, other] = [makeCertificates(), makeCertificates()];
    const of = (pem: string) => pem.match(/-----BEGIN[\s\S]+?-----END[^\n]+/g)!;
    const [leaf, middle] = of(one.chain).map((each) => new X509Certificate(each));
    const root = new X509Certificate(one.root);
    expect(leaf!.verify(middle!.publicKey)).toBe(true);
    expect(middle!.verify(root.publicKey)).toBe(true);
    expect(leaf!.checkHost('node-3.twinwing.test')).toBeDefined();
    expect(one.messageBytes).toBe(CERTIFICATES_BYTES);
    expect(one.chain).not.toBe(other.chain);
    expect(one.chain.length).toBe(other.chain.length);
  });
});

describe('a scenario over TLS', () => {
  it('has the same lengths at the same times in three runs, however what is under way is waited for', async () => {
    await expectOneHash(textOf('tls-1.3'));
  }, 120_000);

  it.each([
    // TCP, TLS (RFC 8446 §2, RFC 5246 §7.3), the request.
    ['tcp', 2],
    ['tls-1.3', 3],
    ['tls-1.2', 4],
  ])(
    'over %s waits for the other end %i times, as the model does',
    async (transport, trips) => {
      const { result } = await spoken(textOf(transport));
      const model = modelled(textOf(transport));
      expect(total(result, 'errors')).toBe(0);
      const latencyMs = figure(result, 'mean', 'latency');
      const plainMs = figure(modelled(textOf('tcp')), 'mean', 'latency');
      // Access networks vary, and packets of one connection wait for each other.
      expect(Math.abs(latencyMs / figure(model, 'mean', 'latency') - 1)).toBeLessThan(0.02);
      expect(Math.round((latencyMs - 10) / ((plainMs - 10) / 2))).toBe(trips);
    },
    120_000,
  );

  it('brings the bytes of a handshake for each connection, and 22 for each record, as the model does', async () => {
    const { result } = await spoken(textOf('tls-1.3', 20));
    const plain = await spoken(textOf('tcp', 20));
    const more = total(result, 'call_bytes') - total(plain.result, 'call_bytes');
    // Headers and the first of 20 KiB in one record, the rest in another (RFC 8446 §5.1, §5.2).
    const records = 2 * RECORD_OVERHEAD_BYTES * total(result, 'requests');
    const each = (more - records) / total(result, 'connections');
    expectAsLong(each, SERVER_FLIGHT_BYTES + TICKETS_BYTES);
    const { roundTrips, downBytes } = TLS_HANDSHAKE;
    expect({ roundTrips, downBytes: downBytes - 3 * SEGMENT_HEADER_BYTES }).toEqual({
      roundTrips: 1,
      downBytes: SERVER_FLIGHT_BYTES + TICKETS_BYTES,
    });
  }, 120_000);

  it('sends the messages of RFC 8446 in the records and lengths of docs/tls.md', async () => {
    const { captured } = await spoken(textOf('tls-1.3'), 'ticks', CAPTURE);
    const [up, down] = recordsOf(captured!.packets);
    // §5.1: 22 handshake, 20 change of cipher, 23 all that is encrypted. Of the first connection, the request's records left out.
    expectAsLong(up[0]!.bytes, CLIENT_HELLO_BYTES);
    expect(up.slice(1, 3)).toEqual([
      { type: 20, bytes: CHANGE_CIPHER_BYTES },
      { type: 23, bytes: CLIENT_FINISHED_BYTES - CHANGE_CIPHER_BYTES },
    ]);
    expect(down.slice(0, 6).map(({ type }) => type)).toEqual([22, 20, 23, 23, 23, 23]);
    const flight = down.slice(0, 6).reduce((sum, { bytes }) => sum + bytes, 0);
    expectAsLong(flight, SERVER_FLIGHT_BYTES);
    expect(down[6]!.bytes + down[7]!.bytes).toBe(TICKETS_BYTES);
  }, 120_000);

  it('is asked by undici as by node:http', async () => {
    const text = textOf('tls-1.3').replace('idle: 1ms', 'idle: 60s');
    const [one, other] = [
      await spoken(text),
      await spoken(text.replace('idle:', 'library: undici\n    idle:')),
    ];
    expect(total(other.result, 'requests')).toBeGreaterThan(10);
    expect(other.wireHash).toBe(one.wireHash);
  }, 120_000);

  it('has keys of its own in each replication, and shows those of the one that is captured', async () => {
    const text = textOf('tls-1.3').replace('warmup: 0s', 'warmup: 0s, replications: 2');
    const { captured, result } = await spoken(text, 'ticks', CAPTURE);
    expect(result.replications).toHaveLength(2);
    const file = Buffer.from(captured!.packets).toString('latin1');
    const logged = file.match(/CLIENT_TRAFFIC_SECRET_0/g)!.length;
    expect(logged).toBe(captured!.connections);
  }, 120_000);
});

/** OpenSSL 3.5, that of later Nodes, says a few bytes less or more: no SCSV (RFC 5746 §3.3), other extensions. */
function expectAsLong(bytes: number, expected: number): void {
  const isLater = !process.versions.openssl.startsWith('3.0');
  expect(Math.abs(bytes - expected)).toBeLessThanOrEqual(isLater ? 16 : 0);
}

interface TlsRecord {
  readonly type: number;
  readonly bytes: number;
}

/** Records of the first connection of a capture, up and down. */
function recordsOf(file: Uint8Array): [TlsRecord[], TlsRecord[]] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const streams: [Buffer[], Buffer[]] = [[], []];
  let client: string | undefined;
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    // Enhanced packets: draft-ietf-opsawg-pcapng §4.3. IP without options, TCP with them.
    if (view.getUint32(at, true) !== 6) continue;
    const ip = Buffer.from(file.subarray(at + 28, at + 28 + view.getUint32(at + 20, true)));
    const from = `${ip.subarray(12, 16).join('.')}:${ip.readUInt16BE(20)}`;
    const to = `${ip.subarray(16, 20).join('.')}:${ip.readUInt16BE(22)}`;
    client ??= from;
    const payload = ip.subarray(20 + 4 * (ip[32]! >> 4));
    if (from === client) streams[0].push(payload);
    else if (to === client) streams[1].push(payload);
  }
  return streams.map((parts) => {
    const bytes = Buffer.concat(parts);
    const records: TlsRecord[] = [];
    for (let at = 0; at + 5 <= bytes.length; at += records.at(-1)!.bytes) {
      records.push({ type: bytes[at]!, bytes: 5 + bytes.readUInt16BE(at + 3) });
    }
    return records;
  }) as [TlsRecord[], TlsRecord[]];
}
