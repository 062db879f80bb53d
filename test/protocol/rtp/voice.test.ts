/** Calls whose sound is real packets, beside those whose packets are times. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { total } from '../../run-scenario.ts';
import { modelled, spoken } from '../spoken-scenario.ts';

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

const VOICE = /^(voice_.*|call_setup|mouth_to_ear|mos|call_bytes)$/;

/** Everything that is measured of voice. */
function figures({ replications }: Result): unknown {
  return replications.map(({ counters, histograms }) =>
    [...counters, ...histograms].filter(({ metric }) => VOICE.test(metric)),
  );
}

describe('spoken voice', () => {
  it('loses, delays and plays the packets that the model does', async () => {
    const { result } = await spoken(TEXT);
    const model = modelled(TEXT);
    expect(total(result, 'voice_packets')).toBeGreaterThan(5000);
    expect(total(result, 'voice_lost')).toBeGreaterThan(100);
    expect(total(result, 'voice_late')).toBeGreaterThan(10);
    expect(figures(result)).toEqual(figures(model));
  }, 120_000);

  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    const runs = [await spoken(TEXT), await spoken(TEXT), await spoken(TEXT, 'turns')];
    for (const each of runs) expect(each.wireHash).toBe(runs[0]!.wireHash);
  }, 120_000);
});
