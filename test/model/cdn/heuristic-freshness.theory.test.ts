import { describe, expect, it } from 'vitest';
import type { Random } from '../../../sim/engine/random.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

const [OBJECTS, RUN_S, MEAN_S, SHARE] = [200, 1000, 100, 0.1];

/**
 * One object asked for once a second in the mean, by hand: the origin changes it at times that are drawn
 * beforehand, and RFC 9111 §4.2.2 is followed word by word.
 */
function byHand(random: Random): { requests: number; unchanged: number } {
  const changes = [-random.exponential(MEAN_S)];
  for (let at = random.exponential(MEAN_S); at < RUN_S; at += random.exponential(MEAN_S)) {
    changes.push(at);
  }
  let [date, modified, requests, unchanged] = [0, Number.NaN, 0, 0];
  for (let now = random.exponential(1); now < RUN_S; now += random.exponential(1)) {
    if (now - date < SHARE * (date - modified)) continue;
    const last = changes.findLast((at) => at <= now)!;
    requests += 1;
    if (last === modified) unchanged += 1;
    [date, modified] = [now, last];
  }
  return { requests, unchanged };
}

describe('heuristic freshness', () => {
  it('asks the origin as often as one who follows RFC 9111 §4.2.2 by hand', () => {
    const result = runText(CDN, [
      `run.duration=${RUN_S}s`,
      `traffic.page.arrivals={poisson: ${OBJECTS}rps}`,
      `traffic.page.catalog.objects=${OBJECTS}`,
      `traffic.page.freshness={heuristic: ${SHARE * 100}%, changes: ${MEAN_S}s}`,
    ]);
    const streams = new Streams('by hand', 0);
    const runs = Array.from({ length: 10 * OBJECTS }, (_, run) => byHand(streams.stream(`${run}`)));
    // Four standard errors of the mean of 200 objects; that of ten times as many counts a tenth more.
    for (const [figure, metric] of [
      ['requests', 'origin_requests'],
      ['unchanged', 'cache_revalidated'],
    ] as const) {
      const mean = runs.reduce((sum, run) => sum + run[figure], 0) / runs.length;
      const squares = runs.reduce((sum, run) => sum + (run[figure] - mean) ** 2, 0);
      const error = Math.sqrt((squares / runs.length / OBJECTS) * 1.1);
      expect(Math.abs(total(result, metric) / OBJECTS - mean)).toBeLessThan(4 * error);
    }
  });

  it('gives way to what the origin says', () => {
    const guess = 'heuristic: 10%, changes: 1000d';
    const asked = (text: string) =>
      total(runText(CDN, [`traffic.page.freshness={${guess}${text}}`]), 'origin_requests');
    expect(asked(', max-age: 1s')).toBe(10);
    expect(asked(', s-maxage: 5s')).toBe(2);
    expect(asked('')).toBe(1);
  });
});
