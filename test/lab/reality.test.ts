import { describe, expect, it } from 'vitest';
import { outcomeOfReality } from '../../sim/index.ts';
import { realityOf } from '../../sim/lab/reality.ts';
import { Histogram } from '../../sim/stats/histogram.ts';
import { runText } from '../run-scenario.ts';

/** Answers that take twice this long, and a millisecond. */
const answersOver = (linkMs: number) =>
  runText(`version: 1
title: held to
run: { seed: 2, duration: 20s, warmup: 1s }
places: [paris]
nodes:
  people: { kind: clients, count: 5, access: none }
  origin: { kind: origin, workers: 64, service: 1ms }
links: { people -> origin: { latency: ${linkMs}ms } }
traffic:
  web: { kind: web, from: people, to: origin, arrivals: { poisson: 20rps }, catalog: { objects: 10, popularity: uniform, size: 1KiB } }
`);

const said = answersOver(50);

function p95(linkMs: number, lateMs: number) {
  const lateness = new Histogram();
  lateness.recordMany(0.1, 90);
  lateness.recordMany(lateMs, 10);
  const all = { model: said, protocol: said, live: answersOver(linkMs) };
  const reality = realityOf(all, { servers: [], hasTls: false, lateness: lateness.data() });
  const { band } = reality.rows.find(({ figure }) => figure === 'p95(latency{traffic=web})')!;
  return { row: band!.outcome, whole: outcomeOfReality(reality), late: reality.lateness };
}

describe('what live is held to', () => {
  it('is five of a hundred of the time that protocol has', () => {
    expect(p95(52, 0.4)).toMatchObject({ row: 'pass', whole: 'pass', late: { most: 0.4 } });
    expect(p95(55, 0.4)).toMatchObject({ row: 'fail', whole: 'fail' });
  });

  it('is left open where the machine was so late that this may be why', () => {
    expect(p95(55, 4)).toMatchObject({ row: 'inconclusive', whole: 'inconclusive' });
    expect(p95(52, 4).row).toBe('pass');
  });

  it('is not left open for what is too early: lateness does not make it so', () => {
    expect(p95(45, 4)).toMatchObject({ row: 'fail', whole: 'fail' });
  });

  it('is the bytes of protocol, but where it has those of TLS, which live has not', () => {
    const lateness = new Histogram();
    lateness.record(0.1);
    const all = { model: said, protocol: said, live: said };
    const bandOf = (hasTls: boolean) =>
      realityOf(all, { servers: [], hasTls, lateness: lateness.data() }).rows.find(
        ({ figure }) => figure === 'call_bytes',
      )!.band;
    expect(bandOf(false)).toMatchObject({ against: 'protocol', outcome: 'pass' });
    expect(bandOf(true)).toBeUndefined();
  });
});
