import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { builtMain } from '../built.ts';

/** The engines that `npm run bench:engine` measures ours beside; what is there is checked. */
describe('peers of the engine', () => {
  builtMain();
  const run = spawnSync(process.execPath, ['bench/engine/same-work.mjs'], { encoding: 'utf8' });
  const report = JSON.parse(run.stdout) as { missing: string[] } & Record<
    string,
    Record<string, number | string>
  >;
  if (report.missing.length > 0) {
    console.warn(`not compared, npm run bench:engine installs them: ${report.missing.join('; ')}`);
  }

  it('are all there where CI runs', () => {
    if (process.env.CI === 'true') expect(report.missing).toEqual([]);
  });

  // One generator, one grid of time: what differs is ns-3's own clock, in whole nanoseconds.
  it.each(['hold', 'M/M/1', 'timeouts'])('do the same work as ours in %s', (work) => {
    const { Twinwing: own, ...others } = report[work]!;
    for (const [name, check] of Object.entries(others)) {
      expect(Number(check) / Number(own), name).toBeCloseTo(1, 8);
    }
  });

  it('are queues in which processes wait as long as with handlers', () => {
    expect(report['M/M/1, processes']).toEqual({ Twinwing: report['M/M/1']!.Twinwing });
  });
});
