/** Faults of single connections in spoken runs. */
import { describe, expect, it } from 'vitest';
import { runText, total } from '../run-scenario.ts';
import { shopText } from './capture/shop.ts';
import { spoken } from './spoken-scenario.ts';

const FAULTS = `  - { at: 2s, do: reset, between: [people, edge] }
  - { at: 4s, do: vanish, between: [people, edge] }
  - { at: 5s, do: stall, node: people, for: 2s, share: 50% }
`;
const TEXT = shopText({
  transport: '{ http-1.1: { tls: none, receive-window: 8KiB } }',
  timeline: FAULTS,
  rps: 60,
  kib: 80,
}).replace('duration: 14s', 'duration: 40s');

describe('faults of connections', () => {
  it('fail what was under way, are found out, and lose nothing', async () => {
    const { result } = await spoken(TEXT);
    const calm = await spoken(TEXT.replace(FAULTS, ''));
    // All that was asked is answered or has failed: keep-alive finds what is half-open within 11 s.
    expect(total(result, 'requests')).toBe(total(calm.result, 'requests'));
    expect(total(calm.result, 'errors')).toBe(0);
    expect(total(result, 'errors')).toBeGreaterThan(0);
    expect(total(result, 'errors')).toBeLessThan(total(result, 'requests') / 2);
  }, 120_000);

  it('are refused where connections are modelled', () => {
    expect(() => runText(TEXT.replace('fidelity: protocol', 'fidelity: model'))).toThrow();
  });
});
