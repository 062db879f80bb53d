/** A scenario run in the browser's worker, watched on the screen and compared with Node. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, Run, read } from '../../sim/index.ts';
import type { TimeValues } from '../../viz/charts/time-chart.ts';
import { hitRatioOverTime, percentilesOverTime } from '../../viz/data/over-time.ts';
import {
  launch,
  type Opened,
  openPage,
  plotted,
  type Site,
  serveDashboard,
  whyNoBrowser,
} from './browser.ts';

const missing = whyNoBrowser();

/** Small enough to run in a second, with all that the quickstart has: web, chat, a fault. */
const SCENARIO = `version: 1
title: Small and quick
run: { seed: 7, duration: 2m, warmup: 10s }
places: [virginia, frankfurt]
nodes:
  viewers: { kind: clients, count: 50, access: fibre }
  edge: { kind: cache, count: 2, capacity: 64MiB, policy: lru, parent: origin }
  edge-lb: { kind: balancer, backends: edge, algorithm: ring-hash }
  origin: { kind: origin, at: virginia, workers: 16, service: 20ms }
  gateway: { kind: gateway }
traffic:
  images:
    kind: web
    from: viewers
    to: edge-lb
    arrivals: { poisson: 200rps }
    catalog: { objects: 5k, popularity: { zipf: 0.9 }, size: 20KiB }
  talk: { kind: chat, from: viewers, to: gateway, arrivals: { poisson: 5rps } }
timeline:
  - { at: 60s, do: crash, node: edge/0, for: 20s, name: edge crash }
assert:
  - p99(latency) < 10s
  - hit_ratio{node=edge} >= 99.9%
`;
const FILE = 'scenario';

function runInNode(text: string): Result {
  const { scenario, problems } = read(text, { file: FILE });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const run = new Run(scenario);
  while (!run.advance(100_000));
  return run.result();
}

/** Where two long texts part, in a few words; empty when they are the same. */
function firstDifference(found: string, expected: string): string {
  if (found === expected) return '';
  let at = 0;
  while (found[at] === expected[at]) at++;
  return `…${found.slice(at - 60, at + 30)} instead of …${expected.slice(at - 60, at + 30)}`;
}

const linesOf = (data: ReturnType<typeof hitRatioOverTime>) =>
  Object.fromEntries(data.lines.map((line) => [line.name, line.values]));
const shown = (page: Page) => page.evaluate(() => window.twinwing.result?.()) as Promise<Result>;
const status = (page: Page) => page.locator('#status').getAttribute('data-status');
const nowMs = async (page: Page) => Number(await page.locator('#now').getAttribute('data-now-ms'));
const reach = (page: Page, wanted: string) =>
  expect.poll(() => status(page), { timeout: 30_000 }).toBe(wanted);

describe.skipIf(missing !== undefined)(`a run in Chromium${missing ? ` (${missing})` : ''}`, () => {
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

  /** The dashboard with a scenario in its editor, checked and ready. */
  async function openWith(text: string): Promise<Opened> {
    const opened = await openPage(browser, site.url);
    await opened.page.locator('#scenario').fill(text);
    await opened.page.waitForFunction(
      (typed) => document.querySelector('#problems')?.getAttribute('data-checked') === typed,
      String(text.length),
    );
    return opened;
  }

  /** Slows the run down so that there is time to look: 10 times real time. */
  const slowDown = (page: Page) => page.locator('#speed').fill('2');

  it('ends with the same Result as in Node, to the last bit, and plots it', async () => {
    const { page, errors, close } = await openWith(SCENARIO);
    await page.locator('#run').click();
    await reach(page, 'finished');
    const result = await shown(page);
    const expected = runInNode(SCENARIO);
    expect(result.replications[0]!.fingerprint).toBe(expected.replications[0]!.fingerprint);
    expect(firstDifference(JSON.stringify(result), JSON.stringify(expected))).toBe('');
    const latency = await plotted<TimeValues>(page, 'latency');
    expect(latency.lines).toEqual(linesOf(percentilesOverTime(expected, 'latency')));
    const hit = await plotted<TimeValues>(page, 'hit');
    expect(hit.lines).toEqual(linesOf(hitRatioOverTime(expected, 'requests')));
    expect(await page.locator('.verdicts li.pass').count()).toBe(1);
    expect(await page.locator('.verdicts li.fail').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  it('shows what is known while it goes on', async () => {
    const { page, close } = await openWith(SCENARIO);
    await slowDown(page);
    await page.locator('#run').click();
    await expect.poll(() => nowMs(page), { timeout: 20_000 }).toBeGreaterThan(12_000);
    await page.locator('#run').click();
    await reach(page, 'paused');
    const result = await shown(page);
    expect(result.complete).toBe(false);
    const { lines } = await plotted<TimeValues>(page, 'latency');
    expect(lines.p50!.length).toBeGreaterThan(0);
    expect(lines.p50!.length).toBeLessThan(result.scenario.durationMs / result.scenario.windowMs);
    await close();
  });

  it('stands still while it is paused, and then goes on to the same end', async () => {
    const { page, close } = await openWith(SCENARIO);
    await slowDown(page);
    await page.locator('#run').click();
    await expect.poll(() => nowMs(page), { timeout: 20_000 }).toBeGreaterThan(1000);
    await page.locator('#run').click();
    await reach(page, 'paused');
    // The snapshot that belongs to the pause may be on its way still.
    await page.waitForTimeout(300);
    const before = await shown(page);
    await page.waitForTimeout(800);
    expect(await shown(page)).toEqual(before);
    await page.locator('#speed').fill('7');
    await page.waitForTimeout(200);
    expect(await shown(page)).toEqual(before);
    await page.locator('#run').click();
    await reach(page, 'finished');
    const { fingerprint } = (await shown(page)).replications[0]!;
    expect(fingerprint).toBe(runInNode(SCENARIO).replications[0]!.fingerprint);
    await close();
  });

  it('is never ahead of its speed limit', async () => {
    const { page, close } = await openWith(SCENARIO);
    await slowDown(page);
    const startedAt = Date.now();
    await page.locator('#run').click();
    await page.waitForTimeout(1500);
    const virtualMs = await nowMs(page);
    expect(virtualMs).toBeGreaterThan(0);
    expect(virtualMs).toBeLessThanOrEqual((Date.now() - startedAt) * 10);
    await close();
  });

  it('stops when told to, and keeps what was found', async () => {
    const { page, close } = await openWith(SCENARIO);
    await slowDown(page);
    await page.locator('#run').click();
    await expect.poll(() => nowMs(page), { timeout: 20_000 }).toBeGreaterThan(1000);
    await page.locator('#stop').click();
    await reach(page, 'stopped');
    expect((await shown(page)).complete).toBe(false);
    await close();
  });

  it('starts and pauses with the space key', async () => {
    const { page, close } = await openWith(SCENARIO);
    await slowDown(page);
    await page.locator('h1').click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Space');
    await reach(page, 'running');
    await page.keyboard.press('Space');
    await reach(page, 'paused');
    await close();
  });

  it('is refused with line, column and hint while the scenario is wrong', async () => {
    const { page, close } = await openWith(SCENARIO.replace('capacity: 64MiB', 'capacity: 64'));
    const problem = page.locator('#problems li').first();
    // The wrong value stands in the seventh line of the text.
    expect(await problem.textContent()).toMatch(/line 7, column \d+/);
    expect(await page.locator('#run').isDisabled()).toBe(true);
    await problem.locator('button').click();
    const selected = await page
      .locator('#scenario')
      .evaluate((area: HTMLTextAreaElement) =>
        area.value.slice(area.selectionStart, area.selectionEnd),
      );
    expect(selected).toBe('64');
    await close();
  });

  it('is shared by a link that holds the scenario', async () => {
    const { page, close } = await openWith(SCENARIO);
    await page.locator('#share').click();
    await expect.poll(() => page.url()).toContain('#v1.');
    const other = await openPage(browser, page.url());
    expect(await other.page.locator('#scenario').inputValue()).toBe(SCENARIO);
    await other.close();
    await close();
  });
});
