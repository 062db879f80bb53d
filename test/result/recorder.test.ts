import { describe, expect, it } from 'vitest';
import { Recorder } from '../../sim/result/recorder.ts';

const facts = (simulatedMs: number) => ({ simulatedMs, events: 0, fingerprint: '0'.repeat(16) });
const plain = { windowMs: 100, durationMs: 1000, warmupMs: 0, phases: [] };
const EDGE = { traffic: 'images', place: 'virginia' };

describe('Recorder', () => {
  it('gives the same id to the same metric and labels, in whatever order these are named', () => {
    const recorder = new Recorder(plain);
    const id = recorder.counter('requests', EDGE);
    expect(recorder.counter('requests', { place: 'virginia', traffic: 'images' })).toBe(id);
    expect(recorder.counter('requests', { ...EDGE, place: 'tokyo' })).not.toBe(id);
    expect(recorder.counter('errors', EDGE)).not.toBe(id);
  });

  it('refuses metrics and labels that the catalogue does not have', () => {
    const recorder = new Recorder(plain);
    expect(() => recorder.counter('reqests', EDGE)).toThrow('reqests: expected a counter');
    expect(() => recorder.counter('latency', EDGE)).toThrow('latency: expected a counter');
    expect(() => recorder.histogram('hit_ratio', EDGE)).toThrow('expected a histogram');
    expect(() => recorder.counter('requests', { node: 'edge' })).toThrow('requests{node}');
    expect(() => recorder.counter('requests', { during: 'crash' })).toThrow('requests{during}');
  });

  it('puts amounts and values into the window of their time', () => {
    const recorder = new Recorder(plain);
    const requests = recorder.counter('requests', EDGE);
    const latency = recorder.histogram('latency', EDGE);
    for (const atMs of [0, 99.9, 100, 950]) {
      recorder.add(requests, 1, atMs);
      recorder.record(latency, atMs + 1, atMs);
    }
    const { counters, histograms } = recorder.replication(0, facts(1000));
    expect(counters[0]!.windows).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(counters[0]!.total).toBe(4);
    expect(histograms[0]!.windows.map((window) => window.count)).toEqual(counters[0]!.windows);
    expect(histograms[0]!.windows[0]).toMatchObject({ min: 1, max: 100.9 });
  });

  it('counts what happens at the very end in the last window', () => {
    const recorder = new Recorder(plain);
    const requests = recorder.counter('requests', EDGE);
    recorder.add(requests, 1, 1000);
    expect(recorder.replication(0, facts(1000)).counters[0]!.windows.at(-1)).toBe(1);
  });

  it('keeps the warm-up out of totals and phases, and in windows', () => {
    const phases = [{ name: 'crash', fromMs: 200, toMs: 600 }];
    const recorder = new Recorder({ ...plain, warmupMs: 500, phases });
    const requests = recorder.counter('requests', EDGE);
    const latency = recorder.histogram('latency', EDGE);
    for (const atMs of [250, 499, 500, 700]) {
      recorder.add(requests, 1, atMs);
      recorder.record(latency, 1, atMs);
    }
    const { counters, histograms } = recorder.replication(0, facts(1000));
    expect(counters.map((entry) => entry.total)).toEqual([2, 1]);
    expect(histograms.map((entry) => entry.total.count)).toEqual([2, 1]);
    expect(counters[0]!.windows[2]).toBe(1);
    expect(counters[1]).toMatchObject({ labels: { ...EDGE, during: 'crash' }, windows: [] });
  });

  it('counts once what falls into two phases of one name, and in each of two names', () => {
    const phases = [
      { name: 'crash', fromMs: 100, toMs: 500 },
      { name: 'crash', fromMs: 300, toMs: 700 },
      { name: 'crowd', fromMs: 400, toMs: 800 },
    ];
    const recorder = new Recorder({ ...plain, phases });
    const requests = recorder.counter('requests', EDGE);
    // Out of order, as replies are: 99 and 800 lie in no phase, for a phase ends before its end.
    for (const atMs of [450, 99, 800, 100, 699, 750]) recorder.add(requests, 1, atMs);
    const [, crash, crowd] = recorder.replication(0, facts(1000)).counters;
    expect(crash).toMatchObject({ labels: { during: 'crash' }, total: 3 });
    expect(crowd).toMatchObject({ labels: { during: 'crowd' }, total: 3 });
  });

  it('says zero of a phase without events, and nothing of one that was not reached', () => {
    const phases = [
      { name: 'calm', fromMs: 100, toMs: 200 },
      { name: 'later', fromMs: 900, toMs: Infinity },
    ];
    const recorder = new Recorder({ ...plain, phases });
    recorder.counter('errors', EDGE);
    const snapshot = recorder.replication(0, facts(500));
    expect(snapshot.counters.map((entry) => entry.labels.during)).toEqual([undefined, 'calm']);
  });

  it('shows windows up to now while the run goes on', () => {
    const recorder = new Recorder(plain);
    const requests = recorder.counter('requests', EDGE);
    recorder.add(requests, 1, 150);
    expect(recorder.replication(0, facts(150)).counters[0]!.windows).toEqual([0, 1]);
    recorder.add(requests, 1, 150);
    expect(recorder.replication(0, facts(160)).counters[0]!.windows).toEqual([0, 2]);
  });

  it('widens windows from the start when a long run would have too many', () => {
    const recorder = new Recorder({ ...plain, windowMs: 1000, durationMs: 600_000 });
    recorder.counter('requests', EDGE);
    expect(recorder.windowMs).toBe(4000);
    expect(recorder.replication(0, facts(600_000)).counters[0]!.windows).toHaveLength(150);
  });

  it('widens windows on the way when the end is not known, and ends as if it had been', () => {
    const endMs = 100_000;
    const both = [Infinity, endMs].map((durationMs) => {
      const recorder = new Recorder({ ...plain, durationMs });
      const requests = recorder.counter('requests', EDGE);
      const latency = recorder.histogram('latency', EDGE);
      for (let atMs = 0; atMs < endMs; atMs += 7) {
        recorder.add(requests, 1, atMs);
        recorder.record(latency, 1 + (atMs % 13), atMs);
      }
      return { windowMs: recorder.windowMs, ...recorder.replication(0, facts(endMs - 1)) };
    });
    expect(both[0]).toEqual(both[1]);
    expect(both[0]!.windowMs).toBe(400);
  });

  it('weighs a level by the time for which it lasts', () => {
    const recorder = new Recorder(plain);
    const waiting = recorder.level('origin_waiting', { node: 'origin', place: 'paris' });
    // 0 until 50 ms, 2 until 250 ms, 1 until 300 ms, then 0: an area of 450.
    recorder.changeLevel(waiting, 2, 50);
    recorder.changeLevel(waiting, -1, 250);
    recorder.changeLevel(waiting, -1, 300);
    const { counters } = recorder.replication(0, facts(1000));
    expect(counters[0]!.total).toBe(450);
    expect(counters[0]!.windows).toEqual([100, 200, 150, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('counts a level that goes on to the end, once, however often it is asked', () => {
    const recorder = new Recorder(plain);
    const waiting = recorder.level('origin_waiting', { node: 'origin' });
    recorder.changeLevel(waiting, 3, 900);
    expect(recorder.replication(0, facts(950)).counters[0]!.total).toBe(150);
    expect(recorder.replication(0, facts(1000)).counters[0]!.total).toBe(300);
  });

  it('cuts a level at the warm-up and at the edges of phases', () => {
    const phases = [{ name: 'crash', fromMs: 300, toMs: 450 }];
    const recorder = new Recorder({ ...plain, warmupMs: 250, phases });
    const waiting = recorder.level('origin_waiting', { node: 'origin' });
    recorder.changeLevel(waiting, 1, 100);
    recorder.changeLevel(waiting, -1, 800);
    const { counters } = recorder.replication(0, facts(1000));
    expect(counters.map(({ total }) => total)).toEqual([550, 150]);
    expect(counters[0]!.windows).toEqual([0, 100, 100, 100, 100, 100, 100, 100, 0, 0]);
  });

  it('folds the windows of levels in runs without an end', () => {
    const recorder = new Recorder({ ...plain, durationMs: Number.POSITIVE_INFINITY });
    const waiting = recorder.level('origin_waiting', { node: 'origin' });
    recorder.changeLevel(waiting, 1, 0);
    recorder.changeLevel(waiting, -1, 100_000);
    const { counters } = recorder.replication(0, facts(200_000));
    expect(counters[0]!.total).toBe(100_000);
    expect(counters[0]!.windows.reduce((sum, area) => sum + area, 0)).toBe(100_000);
  });
});
