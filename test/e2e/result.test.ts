/** A saved Result on the screen: dropped on the dashboard, and embedded in the report. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../sim/index.ts';
import type { HeatmapData } from '../../viz/charts/heatmap.ts';
import type { TimeValues } from '../../viz/charts/time-chart.ts';
import type { TopologyData } from '../../viz/charts/topology.ts';
import { latencyHeat } from '../../viz/data/heat.ts';
import { hitRatioOverTime, percentilesOverTime } from '../../viz/data/over-time.ts';
import { percentileLines } from '../../viz/data/percentiles.ts';
import { topologyData } from '../../viz/data/topology.ts';
import { runText } from '../run-scenario.ts';
import { sampleResult } from '../viz/sample-result.ts';
import {
  dropFile,
  graveProblems,
  launch,
  type Opened,
  openPage,
  plotted,
  REPORT,
  type Site,
  screenshot,
  serveDashboard,
  whyNoBrowser,
} from './browser.ts';

const missing = whyNoBrowser();
const result = sampleResult();
const saved = JSON.stringify(result);
const PHONE = { viewport: { width: 390, height: 844 } };
let browser: Browser;
let site: Site;

const linesOf = (data: ReturnType<typeof hitRatioOverTime>) =>
  Object.fromEntries(data.lines.map((line) => [line.name, line.values]));

/** Compares what a page has plotted with what the same Result says in Node. */
async function expectPlotted({ page }: Opened, from: Result): Promise<void> {
  const latency = await plotted<TimeValues>(page, 'latency');
  expect(latency.lines).toEqual(linesOf(percentilesOverTime(from, 'latency')));
  const delivery = await plotted<TimeValues>(page, 'delivery');
  expect(delivery.lines).toEqual(linesOf(percentilesOverTime(from, 'delivery')));
  const hit = await plotted<TimeValues>(page, 'hit');
  expect(hit.lines).toEqual(linesOf(hitRatioOverTime(from, 'requests')));
  expect((await plotted<HeatmapData>(page, 'heatmap')).counts).toEqual(latencyHeat(from).counts);
  expect(await plotted<TopologyData>(page, 'topology')).toEqual(topologyData(from));
  expect(await plotted(page, 'percentiles')).toEqual(
    percentileLines(from, 'latency', 'during', 'all'),
  );
}

describe.skipIf(missing !== undefined)(
  `a saved Result in Chromium${missing ? ` (${missing})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await launch();
      site = await serveDashboard();
    });
    afterAll(async () => {
      await browser?.close();
      await site?.close();
    });

    async function openSaved(options = {}): Promise<Opened> {
      const opened = await openPage(browser, site.url, options);
      await dropFile(opened.page, 'saved.json', saved);
      await opened.page.locator('#percentiles svg .curve').first().waitFor();
      return opened;
    }

    it('is plotted as its numbers are when it is dropped on the dashboard', async () => {
      const opened = await openSaved();
      await expectPlotted(opened, result);
      const { page } = opened;
      expect(await page.evaluate(() => window.twinwing.result?.())).toEqual(JSON.parse(saved));
      expect(await page.locator('#status').getAttribute('data-status')).toBe('opened');
      expect(opened.errors).toEqual([]);
      await opened.close();
    });

    it('is opened by the file picker too', async () => {
      const opened = await openPage(browser, site.url);
      const buffer = Buffer.from(saved);
      await opened.page.setInputFiles('#picker', {
        name: 's.json',
        mimeType: 'application/json',
        buffer,
      });
      await opened.page.locator('.result').waitFor();
      expect(await opened.page.locator('.result h2').textContent()).toBe(result.scenario.title);
      await opened.close();
    });

    it('shows verdicts with sign, value and line, and figures on tiles', async () => {
      const { page, close } = await openSaved();
      const rows = await page.locator('.verdicts li').allInnerTexts();
      expect(rows).toHaveLength(result.verdicts.length);
      expect(rows[2]).toMatch(/✗[\s\S]*874 ms[\s\S]*line 51/);
      expect(rows[3]).toMatch(/\?[\s\S]*93\.1%[\s\S]*line 52/);
      const edge = await page.locator('[data-tile="hitRatio-edge"] .tile-value').textContent();
      const node = topologyData(result).nodes.find((one) => one.name === 'edge')!;
      expect(edge).toBe(`${Number((node.hitRatio! * 100).toFixed(2))}%`);
      await close();
    });

    it('names a failure that outlives what set it off', async () => {
      const storm = runText(readFileSync('scenarios/gallery/retry-storm.yaml', 'utf8'));
      const { page, close } = await openPage(browser, site.url);
      await dropFile(page, 'storm.json', JSON.stringify(storm));
      const text = await page.locator('.unrecovered').allInnerTexts();
      expect(text).toHaveLength(1);
      expect(text[0]).toContain('naive does not recover after “rush to naive”');
      await close();
    });

    it('switches the hit ratio between requests and bytes', async () => {
      const { page, close } = await openSaved();
      await page.locator('#hit .switch button').nth(1).click();
      await expect
        .poll(async () => (await plotted<TimeValues>(page, 'hit')).lines)
        .toEqual(linesOf(hitRatioOverTime(result, 'bytes')));
      await close();
    });

    it('shows the numbers of each chart as a table', async () => {
      const { page, close } = await openSaved();
      for (const id of [
        'topology',
        'phases',
        'latency',
        'heatmap',
        'hit',
        'percentiles',
        'delivery',
      ]) {
        await page.locator(`#${id} .card-tools > button`).click();
        expect(await page.locator(`#${id} tbody tr`).count(), id).toBeGreaterThan(0);
      }
      await close();
    });

    it('gives the data and the picture of a chart as files', async () => {
      const { page, close } = await openSaved();
      const names: string[] = [];
      for (const item of [0, 1, 2]) {
        await page.locator('#topology .menu summary').click();
        const waiting = page.waitForEvent('download');
        await page.locator('#topology .menu button').nth(item).click();
        const file = await waiting;
        names.push(file.suggestedFilename());
        const bytes = readFileSync(await file.path());
        if (item === 0) expect(bytes.toString()).toMatch(/^from,to,calls_per_second/);
        if (item === 1) expect(bytes.toString()).toMatch(/^<svg[\s\S]*origin/);
        if (item === 2) expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      }
      expect(names).toEqual(['topology.csv', 'topology.svg', 'topology.png']);
      await close();
    });

    it('is saved as the data it was opened from', async () => {
      const { page, close } = await openSaved();
      const waiting = page.waitForEvent('download');
      await page.locator('#save').click();
      const file = await waiting;
      expect(file.suggestedFilename()).toBe('quickstart.result.json');
      expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toEqual(JSON.parse(saved));
      await close();
    });

    it.each([
      ['notes.txt', 'hello', 'notes.txt: not JSON: expected a Result that twinwing saved'],
      ['other.json', '{"a":1}', 'other.json: JSON, but not a twinwing Result'],
      [
        'new.json',
        saved.replace('"version":1', '"version":7'),
        'new.json: Result version 7: expected version 1',
      ],
    ])('%s is refused with the reason, and the page goes on', async (name, text, message) => {
      const { page, errors, close } = await openPage(browser, site.url);
      await page.locator('#run').waitFor();
      await dropFile(page, name, text);
      await page.getByRole('alert').getByText(message).waitFor();
      await dropFile(page, 'saved.json', saved);
      await page.locator('.result').waitFor();
      expect(errors).toEqual([]);
      await close();
    });

    it('stands in the report, which opens from disk and plots the same numbers', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'twinwing-report-'));
      const path = join(folder, 'report.html');
      const embedded = `id="twinwing-result">${saved.replaceAll('<', '\\u003c')}<`;
      const shell = readFileSync(REPORT, 'utf8');
      expect(shell.split('id="twinwing-result">null<')).toHaveLength(2);
      writeFileSync(
        path,
        shell.replace('id="twinwing-result">null<', () => embedded),
      );
      const opened = await openPage(browser, pathToFileURL(path).href);
      await opened.page.locator('#percentiles svg .curve').first().waitFor();
      await expectPlotted(opened, result);
      expect(opened.errors).toEqual([]);
      await screenshot(opened.page, 'report-light');
      await opened.close();
      rmSync(folder, { recursive: true });
    });

    it('needs no second file and no network in the report', () => {
      const shell = readFileSync(REPORT, 'utf8');
      const parts = shell.replace(/<script>[\s\S]*?<\/script>/, '');
      expect(parts).not.toMatch(/<script[^>]+src=|<link[^>]+stylesheet|type="module"/);
    });

    it('says so when a report holds no Result', async () => {
      const opened = await openPage(browser, pathToFileURL(REPORT).href);
      await opened.page.getByText('This report holds no Result').waitFor();
      await opened.close();
    });

    it('keeps language and theme over a reload', async () => {
      const { page, close } = await openPage(browser, site.url, { colorScheme: 'light' });
      await page.locator('.looks button').nth(0).click();
      await page.locator('.looks button').nth(1).click();
      await page.reload();
      await page.locator('#run').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      expect(await page.locator('#run').textContent()).toContain('运行');
      await close();
    });

    it('stops moving for people who asked for less motion', async () => {
      const { page, close } = await openSaved({ reducedMotion: 'reduce' });
      const animation = await page
        .locator('#topology .dashes')
        .first()
        .evaluate((path) => getComputedStyle(path).animationName);
      expect(animation).toBe('none');
      await close();
    });

    it.each([
      ['dashboard-light', { colorScheme: 'light' }],
      ['dashboard-dark', { colorScheme: 'dark' }],
      ['dashboard-zh', { colorScheme: 'light', locale: 'zh-CN' }],
      ['dashboard-phone-light', { colorScheme: 'light', ...PHONE }],
      ['dashboard-phone-dark-zh', { colorScheme: 'dark', locale: 'zh-CN', ...PHONE }],
    ] as const)(
      'has no grave accessibility problem and does not overflow: %s',
      async (name, options) => {
        const { page, errors, close } = await openSaved(options);
        await screenshot(page, name);
        expect(await graveProblems(page)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBe(0);
        expect(errors).toEqual([]);
        await close();
      },
    );
  },
);
