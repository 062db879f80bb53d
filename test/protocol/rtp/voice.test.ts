/** Calls whose sound is real packets, beside those whose packets are times. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, total } from '../../run-scenario.ts';
import { expectOneHash, modelled, spoken } from '../spoken-scenario.ts';

const TEXT = `
version: 1
title: calls over LTE
run: { seed: 6, duration: 30s, fidelity: protocol }
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: [frankfurt, virginia], count: 20, access: 4g }
  gateway: { kind: gateway, at: frankfurt }
network: { loss: { independent: 2% } }
traffic:
  calls: { kind: voice, from: people, to: gateway, arrivals: { poisson: 1rps }, talk: { exponential: 10s }, media: relay, jitter-buffer: { adaptive: { quantile: 95% } } }
timeline:
  - { at: 12s, do: partition, nodes: virginia, for: 3s }
`;

let all: Promise<{ result: Result }> | undefined;
const once = () => (all ??= spoken(TEXT));

const VOICE = /^(voice_.*|call_setup|mouth_to_ear|mos|call_bytes)$/;

/** Everything that is measured of voice. */
function figures({ replications }: Result): unknown {
  return replications.map(({ counters, histograms }) =>
    [...counters, ...histograms].filter(({ metric }) => VOICE.test(metric)),
  );
}

describe('spoken voice', () => {
  it('loses, delays and plays the packets that the model does', async () => {
    const { result } = await once();
    const model = modelled(TEXT);
    expect(total(result, 'voice_packets')).toBeGreaterThan(5000);
    expect(total(result, 'voice_lost')).toBeGreaterThan(100);
    expect(total(result, 'voice_late')).toBeGreaterThan(10);
    expect(figures(result)).toEqual(figures(model));
  }, 120_000);

  it('reports as often, in as many bytes, and measures the round trips of the network', async () => {
    const [{ result }, model] = [await once(), modelled(TEXT)];
    expect(total(result, 'call_bytes')).toBe(total(model, 'call_bytes'));
    const trips = (fn: 'count' | 'p50' | 'max', one: Result) => figure(one, fn, 'media_round_trip');
    expect(trips('count', result)).toBe(trips('count', model));
    expect(trips('count', result)).toBeGreaterThan(10);
    // Times in reports count 15 µs (RFC 3550 §6.4.1): three of them, rounded; histograms have bins of 1 %.
    for (const fn of ['p50', 'max'] as const) {
      expect(Math.abs(trips(fn, result) / trips(fn, model) - 1)).toBeLessThan(0.01);
    }
  }, 120_000);

  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    await expectOneHash(TEXT);
  }, 120_000);
});
