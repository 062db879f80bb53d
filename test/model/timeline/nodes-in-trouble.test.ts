import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

/** 100 requests a second at equal distances, no network: what is measured is the origin alone. */
const PLAIN = `
version: 1
title: nodes in trouble
run: { seed: 1, duration: 60s }
places: [paris]
nodes:
  people: { kind: clients, count: 20, access: none }
  origin: { kind: origin, workers: 64, service: 10ms, count: 4 }
traffic:
  page:
    kind: web
    from: people
    to: origin
    transport: open
    arrivals: { steady: 100rps }
    catalog: { objects: 100, popularity: uniform, size: 1000B }
links: { people -> origin: { latency: 0ms } }
timeline:
`;

const at = (entry: string, name = 'it') => `${PLAIN}  - { at: 10s, ${entry}, name: ${name} }\n`;
const during = (name = 'it') => ({ during: name });

/** Requests end answered or failed, or are open at the end. */
function isConserved(result: ReturnType<typeof runText>, offered: number): void {
  expect(total(result, 'requests') + total(result, 'unanswered')).toBe(offered);
}

describe('a slow node', () => {
  it('takes so many times as long, and is up', () => {
    const result = runText(at('do: slow, node: origin, for: 10s, slowdown: 7'));
    expect(figure(result, 'min', 'latency', during())).toBe(70);
    expect(figure(result, 'max', 'latency', during())).toBe(70);
    expect(figure(result, 'min', 'latency')).toBe(10);
    expect(total(result, 'errors')).toBe(0);
    isConserved(result, 6000);
  });

  it('of four gives a quarter of the devices a slow answer', () => {
    const result = runText(at('do: slow, node: origin/0, for: 40s, slowdown: 7'));
    // Five of twenty devices; 4000 requests in 40 s, their standard error is 0.7 %.
    const mean = figure(result, 'mean', 'latency', during());
    expect(mean).toBeGreaterThan(10 + 60 * 0.22);
    expect(mean).toBeLessThan(10 + 60 * 0.28);
  });

  it('answers late what it is told to delay, and with errors a share of it', () => {
    const entry = 'do: slow, node: origin, for: 40s, slowdown: 1, delay: 200ms, errors: 30%';
    const result = runText(at(entry));
    expect(figure(result, 'min', 'latency', during())).toBe(210);
    // 4000 draws: the standard error of a share of 30 % is 0.7 %.
    const ratio = figure(result, 'value', 'error_ratio', during());
    expect(Math.abs(ratio - 0.3)).toBeLessThan(0.03);
    expect(total(result, 'errors')).toBe(total(result, 'errors', during()));
    isConserved(result, 6000);
  });

  it('in two troubles has both: factors are multiplied', () => {
    const second = '  - { at: 15s, do: slow, node: origin, for: 20s, slowdown: 3, name: both }\n';
    const result = runText(`${at('do: slow, node: origin, for: 10s, slowdown: 2')}${second}`);
    expect(figure(result, 'min', 'latency', during())).toBe(20);
    expect(figure(result, 'max', 'latency', during())).toBe(60);
    expect(figure(result, 'max', 'latency', during('both'))).toBe(60);
    expect(figure(result, 'min', 'latency', during('both'))).toBe(30);
  });

  it('that crashes loses what waited for it', () => {
    const crash = '  - { at: 10100ms, do: crash, node: origin, for: 1s }\n';
    const slow = 'do: slow, node: origin, for: 2s, slowdown: 1, delay: 500ms';
    const result = runText(`${at(slow)}${crash}`);
    // 10 that had come before the crash, and 100 that came while nobody was there.
    expect(total(result, 'errors')).toBe(110);
    isConserved(result, 6000);
  });
});

describe('a bad deploy', () => {
  it('reaches one node after the other, and is rolled back on all', () => {
    const entry = 'do: deploy, node: origin, for: 40s, every: 10s, errors: 100%';
    const result = runText(at(entry));
    // A quarter of devices for 10 s each: 25, 50, 75 and 100 % of 100 requests a second, 25 s in all.
    const errors = total(result, 'errors');
    expect(Math.abs(errors / 2500 - 1)).toBeLessThan(0.06);
    expect(total(result, 'errors', during())).toBe(errors);
    isConserved(result, 6000);
  });

  it('that is rolled back before the next node has it, never gets there', () => {
    const entry = 'do: deploy, node: origin, for: 5s, every: 10s, errors: 100%';
    const errors = total(runText(at(entry)), 'errors');
    expect(Math.abs(errors / 125 - 1)).toBeLessThan(0.3);
  });
});

describe('a rack', () => {
  it('of two takes half of the nodes with it', () => {
    const result = runText(at('do: rack, node: origin, racks: 2, rack: 1, for: 20s'));
    // Half of 2000 requests, by devices that are drawn: standard error 22.
    expect(Math.abs(total(result, 'errors', during()) - 1000)).toBeLessThan(90);
    expect(total(result, 'errors')).toBe(total(result, 'errors', during()));
    isConserved(result, 6000);
  });
});

describe('an overloaded origin', () => {
  const BUSY = PLAIN.replace('workers: 64, service: 10ms, count: 4', 'workers: 1, service: 5ms');

  it('is as busy as both loads make it', () => {
    const entry = '  - { at: 10s, do: overload, node: origin, rate: 60rps, for: 40s, name: it }\n';
    const result = runText(`${BUSY}${entry}`);
    // 160 services of 5 ms a second; the jobs are Poisson: 2400 ± 49.
    const busy = figure(result, 'value', 'origin_utilisation', during());
    expect(Math.abs(busy - 0.8)).toBeLessThan(0.03);
    expect(figure(result, 'p99', 'latency', during())).toBeGreaterThan(10);
    expect(total(result, 'origin_requests')).toBe(6000);
    isConserved(result, 6000);
  });

  it('that crashes forgets the jobs of others, too', () => {
    const entries =
      '  - { at: 10s, do: overload, node: origin, rate: 600rps, for: 20s }\n  - { at: 20s, do: crash, node: origin, for: 1s }\n';
    const result = runText(`${BUSY}${entries}`);
    isConserved(result, 6000);
    expect(total(result, 'errors')).toBeGreaterThan(100);
  });
});

describe('a flushed cache', () => {
  const CACHED = PLAIN.replace('to: origin', 'to: edge')
    .replace('  origin: {', '  edge: { kind: cache, capacity: 1MB, parent: origin }\n  origin: {')
    .replace('links: { people -> origin: { latency: 0ms } }\n', '');

  it('has to fetch each object once more, and is up', () => {
    const fetched = (entry: string) => total(runText(`${CACHED}${entry}`), 'origin_requests');
    // 100 objects, each asked for once a second: all of them come back within the run.
    expect(fetched('  []')).toBe(100);
    expect(fetched('  - { at: 30s, do: flush, nodes: edge }')).toBe(200);
    const result = runText(`${CACHED}  - { at: 30s, do: flush, nodes: edge }`);
    expect(total(result, 'errors')).toBe(0);
    isConserved(result, 6000);
  });

  it('with a disk, and one in slices, lose all as well', () => {
    const fetched = (set: string[]) => {
      const text = `${CACHED}  - { at: 30s, do: flush, nodes: edge }`;
      return total(runText(text, set), 'origin_requests');
    };
    expect(fetched(['nodes.edge.tiers={memory: 10kB}'])).toBe(200);
    expect(fetched(['nodes.edge.slice=4KiB'])).toBe(200);
  });
});

describe('a thundering herd', () => {
  it('asks all at once, on top of the load', () => {
    const result = runText(at('do: herd, traffic: page, requests: 640, over: 0s'));
    isConserved(result, 6640);
    // 4 nodes of 64 workers, 160 requests each: two wait for one another and a half.
    expect(figure(result, 'max', 'latency')).toBe(30);
  });

  it('spreads over a time, and asks for one object or for many', () => {
    const cached = at('do: herd, traffic: page, requests: 1000, over: 5s, same: false');
    isConserved(runText(cached), 7000);
  });

  it('that has lost its connections sets up a new one for each device', () => {
    const entry = 'do: herd, traffic: page, requests: 1, reconnect: true';
    const opened = (text: string) =>
      total(runText(text.replace('transport: open', 'transport: tls-1.3')), 'connections');
    expect(opened(at(entry))).toBe(2 * opened(`${PLAIN}  []`));
  });
});
