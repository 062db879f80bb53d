/** Real TLS in virtual time. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SEGMENT_HEADER_BYTES } from '../../sim/model/wire/tcp.ts';
import {
  CERTIFICATES_BYTES,
  RECORD_OVERHEAD_BYTES,
  TLS_HANDSHAKE,
} from '../../sim/model/wire/tls.ts';
import type { ProtocolAnswer, ProtocolJob } from '../../sim/protocol/job.ts';
import { makeCertificates } from '../../sim/protocol/tls/certificates.ts';
import { builtMain, ROOT } from '../built.ts';
import { figure, runText, total } from '../run-scenario.ts';

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

type Draining = NonNullable<ProtocolJob['draining']>;

async function spoken(text: string, draining: Draining = 'ticks'): Promise<ProtocolAnswer> {
  builtMain();
  const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
  return runProtocol({ file: 'a.yaml', texts: new Map([['a.yaml', text]]), draining });
}

const modelled = (text: string) => runText(text.replace('fidelity: protocol', 'fidelity: model'));

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
    const text = textOf('tls-1.3');
    const runs = [await spoken(text), await spoken(text), await spoken(text, 'turns')];
    for (const each of runs) {
      expect(each.wireHash).toBe(runs[0]!.wireHash);
      expect(each.result).toEqual(runs[0]!.result);
    }
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

  it('brings the bytes of a handshake for each connection, and 22 for each record', async () => {
    const { result } = await spoken(textOf('tls-1.3', 20));
    const plain = await spoken(textOf('tcp', 20));
    const more = total(result, 'call_bytes') - total(plain.result, 'call_bytes');
    // RFC 8446 §4, TLS_AES_256_GCM_SHA384: hello 127, change of cipher for middleboxes 6; no extensions 6, the
    // chain, a signature of RSA 264, finished 52, each in a record (§5.2).
    const handshake = 127 + 6 + 6 + CERTIFICATES_BYTES + 264 + 52 + 4 * RECORD_OVERHEAD_BYTES;
    const tickets = 2 * (57 + RECORD_OVERHEAD_BYTES);
    // Headers and the first of 20 KiB in one record, the rest in another.
    const records = 2 * RECORD_OVERHEAD_BYTES * total(result, 'requests');
    const each = (more - records) / total(result, 'connections') - handshake - tickets;
    // OpenSSL 3.5, that of Node 22 and 24, may say more in its extensions.
    const isLater = !process.versions.openssl.startsWith('3.0');
    expect(Number.isInteger(each)).toBe(true);
    expect(each).toBeGreaterThanOrEqual(0);
    expect(each).toBeLessThanOrEqual(isLater ? 16 : 0);
    // What the model of messages takes a handshake to bring is 6 % less: its signature is one of 1024 bits.
    const modelled = TLS_HANDSHAKE.downBytes - 3 * SEGMENT_HEADER_BYTES;
    expect(handshake / modelled).toBeCloseTo(1.06, 2);
  }, 120_000);
});
