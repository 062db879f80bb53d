/** Scenarios that name other files, in the browser: those of the gallery, and files dropped on the page. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, Run, read } from '../../sim/index.ts';
import { driveRun } from '../../sim/lab/node/drive.ts';
import {
  dropFile,
  dropFiles,
  launch,
  type Opened,
  openPage,
  type Site,
  screenshot,
  serveDashboard,
  whyNoBrowser,
} from './browser.ts';

const missing = whyNoBrowser();

/** One phone whose bandwidth is in a file. */
const OWN = `version: 1
title: My own line
run: { duration: 20s }
places: [dallas]
nodes:
  people: { kind: clients, count: 1, access: { trace: { file: lines/mine.txt, aligned: true } } }
  origin: { kind: origin }
traffic:
  files:
    kind: web
    from: people
    to: origin
    arrivals: { steady: 1rps }
    catalog: { objects: 1, popularity: uniform, size: 100kB }
`;

async function fingerprintsInNode(file: string): Promise<string[]> {
  const { scenario } = read(readFileSync(file, 'utf8'), {
    file,
    resolveFile: (path, from) => readFileSync(join(dirname(from), path), 'utf8'),
  });
  const run = new Run(scenario!);
  await driveRun(run, { folder: dirname(file) });
  return run.result().replications.map(({ fingerprint }) => fingerprint);
}

const shown = (page: Page) => page.evaluate(() => window.twinwing.result?.()) as Promise<Result>;
const finish = (page: Page) =>
  expect
    .poll(() => page.locator('#status').getAttribute('data-status'), { timeout: 60_000 })
    .toBe('finished');

describe.skipIf(missing !== undefined)(`files in Chromium${missing ? ` (${missing})` : ''}`, () => {
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

  async function opened(): Promise<Opened> {
    const one = await openPage(browser, site.url);
    await one.page.locator('#run').waitFor();
    return one;
  }

  it.each(['gallery/train.yaml', 'tour/05-a-log.yaml'])(
    'that %s names are bundled: it ends as on the command line',
    async (path) => {
      const { page, errors, close } = await opened();
      await page.locator('#gallery').selectOption(path.replace(/^.*\//, ''));
      await expect.poll(() => page.locator('#run').isEnabled(), { timeout: 10_000 }).toBe(true);
      await page.locator('#run').click();
      await finish(page);
      const { replications } = await shown(page);
      expect(replications.map(({ fingerprint }) => fingerprint)).toEqual(
        await fingerprintsInNode(`scenarios/${path}`),
      );
      await screenshot(page, `files-${path.replace(/[^\w]+/g, '-')}`);
      expect(errors).toEqual([]);
      await close();
    },
  );

  it('are taken when they are dropped together with their scenario, in any order', async () => {
    const { page, errors, close } = await opened();
    await dropFiles(page, { 'mine.txt': '0 0\n1 8\n100 8\n', 'own.yaml': OWN });
    await expect.poll(() => page.locator('#scenario').inputValue()).toBe(OWN);
    await page.locator('#problems .sound').waitFor();
    await page.locator('#run').click();
    await finish(page);
    const result = await shown(page);
    expect(result.scenario.file).toBe('own.yaml');
    expect(errors).toEqual([]);
    await close();
  });

  it('are asked for by name when they are not there, and may come later', async () => {
    const { page, close } = await opened();
    await dropFile(page, 'own.yaml', OWN);
    const problem = page.locator('#problems li').first();
    await problem.getByText('lines/mine.txt: cannot be read: it is not on this page').waitFor();
    expect(await problem.textContent()).toMatch(/line 6, column \d+/);
    expect(await page.locator('#run').isDisabled()).toBe(true);
    await screenshot(page, 'files-missing');
    await dropFile(page, 'mine.txt', 'some words');
    await problem.getByText('some words: expected seconds and Mbit/s').waitFor();
    await dropFile(page, 'mine.txt', '0 0\n1 8\n');
    await page.locator('#problems .sound').waitFor();
    await close();
  });

  it('that replay traffic are refused with the reason when they are no trace', async () => {
    const { page, close } = await opened();
    const text = readFileSync('scenarios/tour/05-a-log.yaml', 'utf8').replace(
      '../traces/small-site.log.gz',
      'mine.log',
    );
    await dropFiles(page, { 'own.yaml': text });
    await page.locator('#problems .sound').waitFor();
    await page.locator('#run').click();
    const problem = page.locator('#problems li').first();
    await problem.getByText('mine.log: it is not on this page').waitFor();
    await close();
  });
});
