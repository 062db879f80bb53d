/** Charts that are pure functions, compared as markup: a change of a picture shows in the diff. */
import { describe, expect, it } from 'vitest';
import { percentileShape } from '../../viz/charts/percentile-plot.ts';
import { phasesShape } from '../../viz/charts/phases.ts';
import { shape, toMarkup } from '../../viz/charts/shape.ts';
import { sparkline } from '../../viz/charts/sparkline.ts';
import { logTicks, timeTicks } from '../../viz/charts/ticks.ts';
import { flowWidth, layOut, topologyShape } from '../../viz/charts/topology.ts';
import { ask } from '../../viz/data/ask.ts';
import { formatFor } from '../../viz/data/format.ts';
import { percentileLines } from '../../viz/data/percentiles.ts';
import { topologyData } from '../../viz/data/topology.ts';
import { sampleResult } from './sample-result.ts';

const result = sampleResult();
const format = formatFor('en');
const golden = (name: string) => `golden/${name}.svg.golden`;

const TOPOLOGY_WORDS = {
  nameKind: (kind: string) => kind,
  formatRate: format.perSecond,
  formatRatio: format.ratio,
  hitText: 'hits',
};
const topology = topologyData(result);

describe('the topology', () => {
  it('looks as it did, wide', async () => {
    const markup = toMarkup(topologyShape(topology, 1000, TOPOLOGY_WORDS));
    await expect(markup).toMatchFileSnapshot(golden('topology-wide'));
  });

  it('looks as it did, on a phone', async () => {
    const markup = toMarkup(topologyShape(topology, 340, TOPOLOGY_WORDS));
    await expect(markup).toMatchFileSnapshot(golden('topology-phone'));
  });

  it('goes from left to right by layer where there is room, and downwards where there is none', () => {
    const wide = layOut(topology.nodes, 1000).boxes;
    const phone = layOut(topology.nodes, 340).boxes;
    const path = ['viewers', 'edge-lb', 'edge', 'shield', 'origin'];
    const xs = path.map((name) => wide.get(name)!.x);
    const ys = path.map((name) => phone.get(name)!.y);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
  });

  it('keeps every box inside the picture, however narrow it is', () => {
    for (const width of [320, 390, 700, 1000, 1600]) {
      const layout = layOut(topology.nodes, width);
      for (const box of layout.boxes.values()) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + layout.boxWidth).toBeLessThanOrEqual(width);
      }
    }
  });

  it('cuts what a group is set to where its box ends, Chinese at half as many characters', () => {
    const shown = (detail: string) => {
      const [node] = topology.nodes.filter(({ hitRatio }) => hitRatio === undefined);
      const markup = toMarkup(
        topologyShape({ nodes: [{ ...node!, detail }], edges: [] }, 340, TOPOLOGY_WORDS),
      );
      return [...markup.matchAll(/class="tick"[^>]*>([^<]*)</g)].at(-1)![1]!.length;
    };
    expect(shown('x'.repeat(500)) / shown('设'.repeat(500))).toBeCloseTo(2, 0);
    expect(shown('x'.repeat(500))).toBeLessThan(340 / 5.8);
    expect(shown('8 个工作线程')).toBe(7);
  });

  it('draws a busier flow wider and an idle one still visible', () => {
    expect(flowWidth(100, 100)).toBeGreaterThan(flowWidth(25, 100));
    expect(flowWidth(0, 100)).toBeGreaterThan(1);
  });

  it('takes rates from the calls between groups over the measured time', () => {
    const calls = result.replications[0]!.counters.find(
      (entry) => entry.metric === 'calls' && entry.labels.node === 'edge',
    )!;
    const { durationMs, warmupMs } = result.scenario;
    const edge = topology.edges.find((one) => one.from === 'edge')!;
    expect(edge.ratePerSecond).toBeCloseTo(calls.total / ((durationMs - warmupMs) / 1000), 9);
  });
});

describe('the percentile plot', () => {
  const lines = percentileLines(result, 'latency', 'during', 'all');

  it('looks as it did', async () => {
    const options = { heightPx: 264, formatValue: format.ms };
    await expect(toMarkup(percentileShape(lines, 520, options))).toMatchFileSnapshot(
      golden('percentiles'),
    );
  });

  it('has a line for the whole and one for each phase, whose values never fall', () => {
    expect(lines.map((line) => line.name)).toEqual(['all', 'flash crowd', 'shield crash', 'purge']);
    for (const { points } of lines) {
      const values = points.map((point) => point.value);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it('holds the very median that tiles show', () => {
    const median = lines[0]!.points.find((point) => point.quantile === 0.5)!;
    expect(median.value).toBe(ask(result, 'p50', 'latency'));
  });

  it('ends each line where its sample cannot tell any more', () => {
    const purge = result.replications[0]!.histograms.filter(
      (entry) => entry.metric === 'latency' && entry.labels.during === 'purge',
    );
    const count = purge.reduce((sum, entry) => sum + entry.total.count, 0);
    const last = lines.find((line) => line.name === 'purge')!.points.at(-1)!;
    // A quantile q rests on count · (1 − q) values beyond it; below one it says nothing.
    expect(count * (1 - last.quantile)).toBeGreaterThanOrEqual(1 - 1e-9);
    expect(count * (1 - last.quantile) * 10 ** -0.1).toBeLessThan(1);
  });
});

describe('the timeline', () => {
  it('looks as it did', async () => {
    const { durationMs, warmupMs } = result.scenario;
    const data = { durationMs, warmupMs, nowMs: 300_000, bars: result.timeline };
    const words = { warmupText: 'warm-up', formatTime: format.clock };
    await expect(toMarkup(phasesShape(data, 520, words))).toMatchFileSnapshot(golden('phases'));
  });
});

describe('pieces of pictures', () => {
  it('escapes names that come from scenario files', () => {
    expect(toMarkup(shape('text', { class: 'a"b' }, '<script>&'))).toBe(
      '<text class="a&quot;b">&lt;script>&amp;</text>\n',
    );
  });

  it('breaks a sparkline where there is no value', () => {
    expect(sparkline([1, 2, null, 2, 1], 100, 20).match(/M/g)).toHaveLength(2);
    expect(sparkline([null, null], 100, 20)).toBe('');
  });

  it('marks times at round distances and never more than wanted', () => {
    expect(timeTicks(600_000, 6)).toEqual([0, 120_000, 240_000, 360_000, 480_000, 600_000]);
    expect(timeTicks(86_400_000, 5).length).toBeLessThanOrEqual(6);
  });

  it('marks logarithmic axes at 1, 2 and 5', () => {
    expect(logTicks(4, 120)).toEqual([5, 10, 20, 50, 100]);
  });
});
