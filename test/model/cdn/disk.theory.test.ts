import { describe, expect, it } from 'vitest';
import { figure, runText } from '../../run-scenario.ts';

/** A warm cache of 100,000 objects on a disk: every request is a read, and hardly any two are one. */
const onDisk = (disk: string, arrivals: string) => `
version: 1
run: { seed: 11, duration: 1000s, warmup: 10s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge:
    kind: cache
    capacity: 1MB
    parent: origin
    tiers: { memory: 0B, disk: ${disk} }
    warm: { of: page }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: edge
    transport: open
    arrivals: { poisson: ${arrivals} }
    catalog: { objects: 100k, popularity: uniform, size: 10B }
`;

describe('a disk', () => {
  it('that does one read at a time is an M/D/1 station', () => {
    // Pollaczek and Khinchine: at a load of 0.8, 10 ms + 10 ms · 0.8 / (2 · 0.2) = 30 ms. Waits correlate
    // over some 10 ms · (1 + rho) / (1 - rho)² = 0.45 s, so that 990 s hold 2200 independent ones with a
    // deviation of some 25 ms: four standard errors are 2.1 ms.
    const result = runText(onDisk('{ hdd: { seek: 10ms, throughput: 100GB/s } }', '80rps'));
    expect(Math.abs(figure(result, 'mean', 'latency') - 30)).toBeLessThan(2.1);
    expect(figure(result, 'value', 'disk_utilisation')).toBeCloseTo(0.8, 2);
    // Little's law: reads that wait = their rate times their wait.
    const waiting =
      figure(result, 'rate', 'disk_reads') * ((figure(result, 'mean', 'latency') - 10) / 1000);
    expect(Math.abs(figure(result, 'mean', 'disk_waiting') / waiting - 1)).toBeLessThan(0.01);
  });

  it('with several places seeks in all of them at the same time', () => {
    // M/D/c with c = 8 at a load of 0.25: next to nobody waits (Erlang C(8, 2) = 0.001).
    const result = runText(onDisk('{ ssd: { seek: 10ms, throughput: 100GB/s } }', '200rps'));
    expect(Math.abs(figure(result, 'mean', 'latency') - 10)).toBeLessThan(0.02);
  });

  it('shares its throughput among reads: an M/G/1 station with processor sharing', () => {
    // 10 bytes at 1 kB/s are 10 ms; Kleinrock 1976 §4.4: 10 ms / (1 - 0.5) = 20 ms, plus a seek of 0.
    const result = runText(
      onDisk('{ nvme: { seek: 0ms, throughput: 1kB/s, reads: 1000 } }', '50rps'),
    );
    expect(Math.abs(figure(result, 'mean', 'latency') - 20)).toBeLessThan(0.7);
  });
});
