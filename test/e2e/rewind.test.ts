/** Winding a run back and forking it in the browser, compared with Node. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, Run, read } from '../../sim/index.ts';
import type { TimeValues } from '../../viz/charts/time-chart.ts';
import {
  graveProblems,
  launch,
  type Opened,
  openPage,
  plotted,
  type Site,
  screenshot,
  serveDashboard,
  whyNoBrowser,
} from './browser.ts';

const missing = whyNoBrowser();

const SCENARIO = `version: 1
title: Small and quick
run: { seed: 7, duration: 2m, warmup: 10s }
places: [virginia, frankfurt]
nodes:
  viewers: { kind: clients, count: 50, access: fibre }
  edge: { kind: cache, count: 2, capacity: 64MiB, policy: lru, parent: origin }
  edge-lb: { kind: balancer, backends: edge, algorithm: ring-hash }
  origin: { kind: origin, at: virginia, workers: 16, service: 20ms }
traffic:
  images:
    kind: web
    from: viewers
    to: edge-lb
    arrivals: { poisson: 200rps }
    catalog: { objects: 5k, popularity: { zipf: 0.9 }, size: 20KiB }
timeline:
  - { at: 100s, do: purge, nodes: edge/*, name: purge }
`;

/** What a straight run in Node knows at a time. */
function inNode(text: string, timeMs = Number.POSITIVE_INFINITY): Result {
  const { scenario, problems } = read(text, { file: 'scenario' });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const run = new Run(scenario);
  run.advance(Number.POSITIVE_INFINITY, timeMs);
  return run.result();
}

const shown = (page: Page) => page.evaluate(() => window.twinwing.result?.()) as Promise<Result>;
const fingerprint = async (page: Page) => (await shown(page)).replications[0]!.fingerprint;
const reach = (page: Page, wanted: string) =>
  expect
    .poll(() => page.locator('#status').getAttribute('data-status'), { timeout: 30_000 })
    .toBe(wanted);

/** Moves the slider, whose steps are a thousandth of the run; polls, since replay takes its time. */
async function wind(page: Page, text: string, toMs: number): Promise<void> {
  await page.locator('#time').fill(String(toMs));
  const { fingerprint: expected } = inNode(text, toMs).replications[0]!;
  await expect.poll(() => fingerprint(page), { timeout: 20_000 }).toBe(expected);
}

describe.skipIf(missing !== undefined)(`winding back${missing ? ` (${missing})` : ''}`, () => {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    browser = await launch();
    site = await serveDashboard();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** The dashboard after a whole run of a scenario. */
  async function finished(text: string): Promise<Opened> {
    const opened = await openPage(browser, site.url);
    const { page } = opened;
    await page.locator('#scenario').fill(text);
    await page.waitForFunction(
      (typed) => document.querySelector('#problems')?.getAttribute('data-checked') === typed,
      String(text.length),
    );
    await page.locator('#run').click();
    await reach(page, 'finished');
    return opened;
  }

  it('shows any time of a finished run as a straight run to it does', async () => {
    const { page, errors, close } = await finished(SCENARIO);
    for (const toMs of [60_000, 15_000, 90_000, 0]) await wind(page, SCENARIO, toMs);
    await reach(page, 'paused');
    expect((await shown(page)).complete).toBe(false);
    expect(errors).toEqual([]);
    await close();
  });

  it('goes on from there to the same end', async () => {
    const { page, close } = await finished(SCENARIO);
    await wind(page, SCENARIO, 30_000);
    await page.locator('#run').click();
    await reach(page, 'finished');
    expect(await shown(page)).toEqual(inNode(SCENARIO));
    await close();
  });

  it('says that it shows the first of several replications', async () => {
    const text = SCENARIO.replace('warmup: 10s', 'warmup: 10s, replications: 2');
    const { page, close } = await finished(text);
    expect((await shown(page)).replications.length).toBe(2);
    await wind(page, text, 30_000);
    expect((await shown(page)).replications.length).toBe(1);
    expect(await page.locator('.rewind .hint').textContent()).toContain('first replication alone');
    await close();
  });

  it('steps one event at a time', async () => {
    const { page, close } = await finished(SCENARIO);
    await wind(page, SCENARIO, 30_000);
    const { events } = (await shown(page)).replications[0]!;
    await page.locator('#step').click();
    await expect.poll(async () => (await shown(page)).replications[0]!.events).toBe(events + 1);
    await close();
  });

  it('forks into the run of a scenario that was written so, beside the one it left', async () => {
    const { page, errors, close } = await finished(SCENARIO);
    const past = await plotted<TimeValues>(page, 'hit');
    await wind(page, SCENARIO, 60_000);
    await page.locator('#fork-form summary').click();
    expect(await page.locator('#fork-entry').inputValue()).toBe(
      '{ at: 60s, do: crash, node: edge/0, for: 6s }',
    );
    await screenshot(page, 'fork-form');
    expect(await graveProblems(page)).toEqual([]);
    await page.locator('#fork').click();
    await reach(page, 'finished');
    const forked = await page.locator('#scenario').inputValue();
    expect(forked).toBe(
      SCENARIO.replace(
        'name: purge }\n',
        'name: purge }\n  - { at: 60s, do: crash, node: edge/0, for: 6s }\n',
      ),
    );
    expect(await shown(page)).toEqual(inNode(forked));
    await screenshot(page, 'forked');
    const { lines, timesMs } = await plotted<TimeValues>(page, 'hit');
    expect(lines['edge, not forked']).toEqual(past.lines.edge);
    const forkedAt = timesMs.findIndex((timeMs) => timeMs > 60_000);
    expect(lines.edge!.slice(0, forkedAt)).toEqual(past.lines.edge!.slice(0, forkedAt));
    expect(lines.edge).not.toEqual(past.lines.edge);
    expect(errors).toEqual([]);
    await close();
  });

  it('offers no fork of a scenario that was edited after it ran', async () => {
    const { page, close } = await finished(SCENARIO);
    await page.locator('#fork-form summary').click();
    expect(await page.locator('#fork').isDisabled()).toBe(false);
    await page.locator('#scenario').fill(SCENARIO.replace('lru', 'sieve'));
    expect(await page.locator('#fork').isDisabled()).toBe(true);
    await close();
  });
});
