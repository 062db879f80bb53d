import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { reportPlans } from '../../../sim/model/traffic/reports.ts';
import { choose } from '../../../sim/part/choice.ts';
import { figure, runText, total } from '../../run-scenario.ts';

function plan(name: string, given: object = {}) {
  const part = reportPlans.find(name)!;
  return choose(part, part.params.parse(given)).make(undefined);
}

const text = (more: {
  access?: string;
  reports?: string;
  timeline?: string;
  run?: string;
  server?: string;
}) => `version: 1
title: things
run: { seed: 3, ${more.run ?? 'duration: 10m'} }
places: [frankfurt, tokyo]
nodes:
  things: { kind: clients, count: 200, access: ${more.access ?? 'none'} }
  server: { kind: gateway, at: frankfurt, service: 0ms, ${more.server ?? ''} }
traffic:
  reports: { kind: telemetry, from: things, to: server, reports: ${more.reports ?? '{ periodic: 1m }'} }
${more.timeline === undefined ? '' : `timeline:\n  - ${more.timeline}\n`}`;

describe('report plans', () => {
  it('mar has the intervals of TR 45.820 Annex E in their shares', () => {
    const random = new Streams('mar', 0).stream('mar');
    const { intervalMs } = plan('mar');
    const drawn = Array.from({ length: 40_000 }, () => intervalMs(random) / 60_000);
    const share = (minutes: number) => drawn.filter((one) => one === minutes).length / drawn.length;
    // 40, 40, 15 and 5 %; 40 000 draws know 40 % within .25 %.
    expect(Math.abs(share(1440) - 0.4)).toBeLessThan(0.01);
    expect(Math.abs(share(120) - 0.4)).toBeLessThan(0.01);
    expect(Math.abs(share(60) - 0.15)).toBeLessThan(0.008);
    expect(Math.abs(share(30) - 0.05)).toBeLessThan(0.005);
  });

  it('burst follows Beta(3, 4): mean 3/7, mode 0.4 with a density of 2.0736', () => {
    // TR 37.868 §6.1: pdf 60 x² (1 − x)³.
    const random = new Streams('burst', 0).stream('burst');
    const { firstMs } = plan('burst', { within: '10s', from: '5s' });
    const drawn = Array.from({ length: 50_000 }, () => (firstMs(0, random) - 5000) / 10_000);
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    expect(Math.abs(mean - 3 / 7)).toBeLessThan(0.004);
    const atMode = drawn.filter((one) => Math.abs(one - 0.4) < 0.01).length / drawn.length;
    expect(Math.abs(atMode / (2.0736 * 0.02) - 1)).toBeLessThan(0.08);
  });
});

describe('telemetry', () => {
  it('reports of every device once an interval, over the network to the nearest server', () => {
    const result = runText(text({}));
    // 400 devices, ten reports each. Frankfurt is its own place; Tokyo is 9 300 km away.
    expect(total(result, 'messages')).toBe(4000);
    expect(figure(result, 'p50', 'delivery', { place: 'frankfurt' })).toBeLessThan(1);
    expect(figure(result, 'p50', 'delivery', { place: 'tokyo' })).toBeGreaterThan(60);
  });

  it('loses on the air what the access network loses', () => {
    // leo: 1 % of the packets; 400 · 60 reports know that within .06 %.
    const result = runText(text({ access: 'leo', reports: '{ periodic: 10s }' }));
    expect(Math.abs(figure(result, 'value', 'loss_ratio') - 0.01)).toBeLessThan(0.0026);
  });

  it('loses what arrives while its server is down, and nothing else', () => {
    const crash = '{ at: 2m, do: crash, node: server/0, for: 3m }';
    const result = runText(text({ timeline: crash }));
    // Three of ten minutes; devices report evenly.
    expect(Math.abs(figure(result, 'value', 'loss_ratio') - 0.3)).toBeLessThan(0.01);
    expect(total(result, 'deliveries') + total(result, 'undelivered')).toBeGreaterThan(3990);
  });

  it('loses what is sent while its network is cut for minutes, and goes on', () => {
    const cut = '{ at: 2m, do: partition, nodes: server, for: 4m }';
    const result = runText(text({ timeline: cut }));
    // Datagrams (RFC 768): four of ten reports of each device.
    expect(total(result, 'undelivered')).toBe(1600);
    expect(total(result, 'deliveries') + total(result, 'undelivered')).toBeGreaterThan(3990);
  });

  it('loses what its paths lose, and sends again what is confirmable', () => {
    const degrade = 'at: 0s, do: degrade, between: [things, server], for: 20m';
    const lossy = text({ timeline: `{ ${degrade}, loss: { independent: 20% } }` });
    const result = runText(lossy);
    // 4 000 reports: three standard deviations are 2 %.
    expect(Math.abs(figure(result, 'value', 'loss_ratio') - 0.2)).toBeLessThan(0.02);
    expect(total(result, 'calls')).toBe(4000);
    const sure = runText(lossy.replace('periodic: 1m }', 'periodic: 1m }, confirmable: true'));
    expect(total(sure, 'calls', { to: 'server' })).toBeGreaterThan(5000);
    // All five are lost of one in 3 125.
    expect(total(sure, 'undelivered')).toBeLessThan(6);
    // RFC 7252 §4.8: the second is sent after two seconds or more.
    expect(figure(sure, 'p95', 'delivery')).toBeGreaterThan(2000);
  });

  it('has no headers of its own where a protocol has some', () => {
    const twice = text({}).replace(
      'periodic: 1m }',
      'periodic: 1m }, headers: 43B, protocol: mqtt',
    );
    expect(() => runText(twice)).toThrow('does not go with protocol');
  });

  it('waits where its server is busy', () => {
    const busy = 'workers: 1';
    const quick = runText(text({ server: busy, reports: '{ burst: { within: 1s } }' }));
    const slow = runText(
      text({ server: busy, reports: '{ burst: { within: 1s } }' }).replace(
        'service: 0ms',
        'service: 20ms',
      ),
    );
    // 400 reports of 20 ms are 8 s of work for one worker.
    expect(figure(quick, 'max', 'delivery')).toBeLessThan(1000);
    expect(figure(slow, 'max', 'delivery')).toBeGreaterThan(6500);
  });
});
