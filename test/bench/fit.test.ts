/** The costs that were fitted from spoken runs, beside those of a fresh one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Costs, costsOf, sampleText } from '../../bench/protocol/costs.mjs';
import { CERTIFICATES_BYTES } from '../../sim/model/wire/tls.ts';
import { builtMain, ROOT } from '../built.ts';

interface Stored {
  readonly provenance: Readonly<Record<string, string>>;
  readonly band: number;
  readonly bytes: Readonly<Record<string, Costs>>;
  readonly cpuUs: Readonly<Record<string, number>>;
}

const stored: Stored = JSON.parse(
  readFileSync(join(ROOT, 'bench/protocol/coefficients.json'), 'utf8'),
);

it('say when, by what and on which machine they were measured', () => {
  for (const fact of ['date', 'command', 'commit', 'node', 'openssl', 'machine', 'method']) {
    expect(stored.provenance[fact]).toMatch(/\S/);
  }
});

it.each(['tcp', 'tls-1.3'])(
  'are those of a fresh run over %s, within their band',
  async (transport) => {
    builtMain();
    const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
    const text = sampleText({ transport, idle: '1ms', rps: 5, seconds: 1 });
    const capture = { point: 'client', mostBytes: 2 ** 24, of: 'connection/1' };
    const texts = new Map([['a.yaml', text]]);
    const fresh = costsOf(await runProtocol({ file: 'a.yaml', texts, capture }));
    for (const [what, bytes] of Object.entries(stored.bytes[transport]!)) {
      const off = Math.abs(fresh[what as keyof Costs] - bytes);
      expect([what, off <= stored.band * bytes]).toEqual([what, true]);
    }
  },
  120_000,
);

it('have a round trip more for TLS 1.3, two for 1.2, and a chain as long as the model takes it to be', () => {
  const { tcp, 'tls-1.3': newer, 'tls-1.2': older } = stored.bytes;
  // RFC 8446 §2, RFC 5246 §7.3
  expect(newer!.roundTrips - tcp!.roundTrips).toBe(1);
  expect(older!.roundTrips - tcp!.roundTrips).toBe(2);
  expect(newer!.tlsDownBytes).toBeGreaterThan(CERTIFICATES_BYTES);
});
