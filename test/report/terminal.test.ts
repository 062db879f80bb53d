import { describe, expect, it } from 'vitest';
import { PLAIN, type Style } from '../../sim/report/style.ts';
import { summary } from '../../sim/report/terminal.ts';
import type { Result } from '../../sim/result/result.ts';
import { replication, SAMPLE } from './sample-result.ts';

const OPTIONS = {
  style: PLAIN,
  width: 100,
  file: 'scenarios/shop.yaml',
  replay: 'twinwing run scenarios/shop.yaml --seed 42',
};

const lines = (result: Result, options = {}) =>
  summary(result, { ...OPTIONS, ...options }).split('\n');

const lineWith = (found: readonly string[], word: string) =>
  found.find((line) => line.includes(word));

// Figures follow from test/report/sample-result.ts: ratios by hand, percentiles from its ramps.
describe('the summary', () => {
  it('reads like this', () => {
    expect(summary(SAMPLE, OPTIONS)).toMatchInlineSnapshot(`
      "A shop and its chat
      seed 42 · 9m measured after 1m of warm-up

      latency       p50     p95     p99   p99.9  p99 over time
        images  93.9 ms  851 ms  971 ms  998 ms  ▂█▂
      requests 10.0 k · 18.5 /s · 20 errors (0.2 %)

      delivery     p50     p95     p99  p99.9  p99 over time
        talk    100 ms  191 ms  199 ms      –  █
      messages 300 · 900 deliveries · 0 lost

      tier      requests  hit ratio     bytes  byte hit ratio
        edge      10.0 k     80.0 %  1.00 GiB          50.0 %
        shield      2000     75.0 %   512 MiB          50.0 %
        origin       500          –   256 MiB               –
        origin offload 95.0 % of requests, 75.0 % of bytes

      during          time         p99 latency  hit ratio at edge  p99 delivery
        shield crash  5m – 6m 30s       398 ms             25.0 %             –

      ✗ p99(latency) < 200ms         970 ms  scenarios/shop.yaml:44
      ✓ hit_ratio{node=edge} >= 75%  80.0 %  scenarios/shop.yaml:45
      ✗ p99.9(delivery) < 1s              –  scenarios/shop.yaml:46
          p99.9 needs 1000 samples or more and there are 200
      assertions: 1 passed, 2 failed

      replay: twinwing run scenarios/shop.yaml --seed 42
      "
    `);
  });

  it('says how sure it is when there are replications', () => {
    const replications = [replication(0), replication(1, 1.01), replication(2, 0.99)];
    const scenario = { ...SAMPLE.scenario, replications: 3 };
    const found = lines({ ...SAMPLE, scenario, replications });
    expect(found[1]).toBe('seed 42 · 3 replications · 9m measured after 1m of warm-up');
    // 79.2, 80.0 and 80.8 %: t(0.975, 2) = 4.303 times 0.8 / sqrt(3) gives 1.99.
    expect(lineWith(found, '  edge')).toContain('80.0 ±2.0 %');
  });

  it('adds a row for all traffic when there is more than one', () => {
    const [only] = SAMPLE.replications;
    const more = only!.histograms.map((series) =>
      series.metric === 'delivery' ? { ...series, metric: 'latency' } : series,
    );
    const found = lines({ ...SAMPLE, replications: [{ ...only!, histograms: more }] });
    const start = found.findIndex((line) => line.startsWith('latency'));
    const names = found.slice(start + 1, start + 4).map((line) => line.trim().split(/\s+/)[0]);
    expect(names).toEqual(['all', 'images', 'talk']);
  });

  it('adds a row for what a traffic asks for beside, such as uploads', () => {
    const [only] = SAMPLE.replications;
    const uploads = only!.histograms
      .filter(({ metric }) => metric === 'latency')
      .map((series) => ({ ...series, labels: { ...series.labels, traffic: 'talk-upload' } }));
    const histograms = [...only!.histograms, ...uploads];
    const found = lines({ ...SAMPLE, replications: [{ ...only!, histograms }] });
    const start = found.findIndex((line) => line.startsWith('latency'));
    const names = found.slice(start + 1, start + 4).map((line) => line.trim().split(/\s+/)[0]);
    expect(names).toEqual(['all', 'images', 'talk-upload']);
  });

  it('leaves out what the scenario does not have', () => {
    const [only] = SAMPLE.replications;
    const chatOnly: Result = {
      ...SAMPLE,
      topology: { ...SAMPLE.topology, groups: [] },
      timeline: [],
      replications: [
        {
          ...only!,
          counters: only!.counters.filter(({ labels }) => labels.traffic === 'talk'),
          histograms: only!.histograms.filter(({ metric }) => metric === 'delivery'),
        },
      ],
    };
    const text = summary(chatOnly, OPTIONS);
    expect(text).toContain('delivery');
    expect(text).not.toMatch(/latency {2}|requests|tier|during {2}/);
  });

  it('marks an interrupted run and its verdicts as partial', () => {
    const [only] = SAMPLE.replications;
    const cut = { ...only!, simulatedMs: 180_000 };
    const found = lines({ ...SAMPLE, complete: false, replications: [cut] });
    expect(found[1]).toBe('seed 42 · 2m measured after 1m of warm-up');
    expect(found[2]).toBe('interrupted: figures and verdicts are partial');
    expect(lineWith(found, 'assertions:')).toBe('assertions: 1 passed, 2 failed (partial)');
  });

  it('shows the interval that makes a verdict inconclusive', () => {
    const [first] = SAMPLE.verdicts;
    const reason = 'the 95 % interval contains the limit';
    const verdict = { ...first!, outcome: 'inconclusive', low: 190, high: 210, reason } as const;
    const found = lines({ ...SAMPLE, verdicts: [verdict] });
    const at = found.findIndex((line) => line.startsWith('? p99(latency) < 200ms'));
    expect(found[at]).toContain('[190 ms, 210 ms]');
    expect(found[at]).toMatch(/scenarios\/shop\.yaml:44$/);
    expect(found[at + 1]?.trim()).toBe(reason);
  });

  it('gives up the trend before a line grows longer than the terminal', () => {
    for (const width of [40, 60, 80, 100, 140]) {
      const latency = lines(SAMPLE, { width }).filter((line) => /^(latency| {2}images)/.test(line));
      const longest = Math.max(...latency.map((line) => line.length));
      expect(longest).toBeLessThanOrEqual(Math.max(width, 46));
    }
  });

  it('says the same with colours', () => {
    const tag = (name: string) => (text: string) => `\u001b[3${name}m${text}\u001b[39m`;
    const style: Style = {
      bold: tag('1'),
      dim: tag('2'),
      red: tag('3'),
      green: tag('4'),
      yellow: tag('5'),
    };
    const coloured = summary(SAMPLE, { ...OPTIONS, style });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(summary(SAMPLE, OPTIONS));
    expect(coloured).toContain('\u001b[33m✗\u001b[39m');
    expect(coloured).toContain('\u001b[34m✓\u001b[39m');
  });
});
