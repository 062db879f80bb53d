import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { sampleResult } from '../viz/sample-result.ts';
import { dropFile, launch, openPage, REPORT, screenshot, serveDashboard } from './browser.ts';

it('shots', async () => {
  const browser = await launch();
  const site = await serveDashboard();
  const result = JSON.stringify(sampleResult());
  writeFileSync(
    '/tmp/report.html',
    readFileSync(REPORT, 'utf8').replace(
      'id="twinwing-result">null<',
      () => `id="twinwing-result">${result.replaceAll('<', '\\u003c')}<`,
    ),
  );
  for (const [name, url, opts] of [
    ['empty-light', site.url, { colorScheme: 'light' }],
    ['dash-light', site.url, { colorScheme: 'light' }],
    ['dash-dark', site.url, { colorScheme: 'dark' }],
    ['dash-zh', site.url, { colorScheme: 'light', locale: 'zh-CN' }],
    ['phone-light', site.url, { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    [
      'phone-dark-zh',
      site.url,
      { colorScheme: 'dark', locale: 'zh-CN', viewport: { width: 390, height: 844 } },
    ],
    ['report-light', 'file:///tmp/report.html', { colorScheme: 'light' }],
  ] as const) {
    const { page, errors, close } = await openPage(browser, url, opts as never);
    if (url === site.url && !name.startsWith('empty')) await dropFile(page, 'a.json', result);
    await page.waitForTimeout(700);
    await screenshot(page, name);
    console.log(name, errors);
    await close();
  }
  await browser.close();
  await site.close();
});
