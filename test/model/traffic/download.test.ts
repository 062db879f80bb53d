import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

const update = (more = '', timeline = '') => `
version: 1
title: update
run: { seed: 4, duration: 600s }
places: [paris]
nodes:
  consoles: { kind: clients, count: 10, access: none }
  origin: { kind: origin, workers: 10, service: 1s }
links:
  consoles -> origin: { latency: 0ms }
traffic:
  update:
    kind: download
    from: consoles
    to: origin
    transport: open
    arrivals: { once: { people: 10, at: 10s, half: 0s } }
    catalog: { objects: 1, popularity: uniform, size: 10MB }
    part: 4MB
    ${more}
${timeline}`;

const crash = (at: string, lasts: string) =>
  `timeline:\n  - { at: ${at}, do: crash, node: origin/0, for: ${lasts} }\n`;

describe('a download', () => {
  it('is asked for part after part', () => {
    const result = runText(update());
    // 4, 4 and 2 MB, one second each.
    expect(total(result, 'requests')).toBe(30);
    expect(total(result, 'response_bytes')).toBe(100e6);
    expect(total(result, 'downloads')).toBe(10);
    expect(figure(result, 'max', 'download_time')).toBeCloseTo(3000, -2);
  });

  it('rests so as not to be faster than its throttle', () => {
    const result = runText(update('throttle: 8Mbps'));
    // 4 MB take 4 s at 8 Mbit/s, twice; then the last part its second.
    expect(figure(result, 'min', 'download_time') / 9000).toBeCloseTo(1, 1);
    expect(figure(result, 'max', 'download_time') / 9000).toBeCloseTo(1, 1);
  });

  it('goes on where it was after a failure', () => {
    const result = runText(update('retry: 2s', crash('11500ms', '5s')));
    // The first part is there at 11 s; the second fails at 11.5 s, again at 13.5 s, and goes at 17.5 s.
    expect(figure(result, 'max', 'download_time') / 9500).toBeCloseTo(1, 1);
    expect(total(result, 'download_retries')).toBe(20);
    expect(total(result, 'response_bytes')).toBe(100e6);
    expect(total(result, 'download_waste_bytes')).toBe(0);
  });

  it('throws away what it had when it may not go on', () => {
    const result = runText(
      update(
        '{ retry: 2s, resume: false }'.slice(2, -2).replace(', ', '\n    '),
        crash('11500ms', '5s'),
      ),
    );
    expect(total(result, 'download_waste_bytes')).toBe(40e6);
    expect(total(result, 'response_bytes')).toBe(140e6);
    expect(total(result, 'downloads')).toBe(10);
  });

  it('is given up after as many failures in a row as it is told', () => {
    const result = runText(update('tries: 3', crash('11500ms', '500s')));
    expect(total(result, 'download_errors')).toBe(10);
    expect(total(result, 'downloads')).toBe(0);
    expect(total(result, 'requests')).toBe(40);
  });

  it('is counted once, whatever becomes of it', () => {
    const set = ['traffic.update.arrivals={poisson: 0.1rps}', 'run.duration=300s'];
    const result = runText(update('tries: 2', crash('100s', '60s')), set);
    const [done, failed, open] = ['downloads', 'download_errors', 'downloads_open'].map((metric) =>
      total(result, metric),
    );
    // Every download asks at least once: those that failed twice, those that were done three times.
    expect(failed).toBeGreaterThan(0);
    expect(done! * 3 + failed! * 2).toBeLessThanOrEqual(total(result, 'requests'));
    expect(open).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(done! + failed! + open!)).toBe(true);
  });
});
