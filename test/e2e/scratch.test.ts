import { it } from 'vitest';
import { sampleResult } from '../viz/sample-result.ts';
import { dropFile, launch, openPage, serveDashboard } from './browser.ts';

it('shots', async () => {
  const browser = await launch();
  const site = await serveDashboard();
  const result = JSON.stringify(sampleResult());
  for (const [name, opts, ys] of [
    ['d', { colorScheme: 'dark' }, [0, 900, 1700]],
    [
      'p',
      { colorScheme: 'light', viewport: { width: 390, height: 844 } },
      [0, 700, 1500, 2300, 3100],
    ],
    [
      'z',
      { colorScheme: 'dark', locale: 'zh-CN', viewport: { width: 390, height: 844 } },
      [0, 700, 1500, 5000],
    ],
  ] as const) {
    const { page, close } = await openPage(browser, site.url, opts as never);
    await dropFile(page, 'a.json', result);
    await page.waitForTimeout(700);
    for (const y of ys) {
      await page.evaluate((top) => scrollTo(0, top), y);
      await page.waitForTimeout(60);
      await page.screenshot({ path: `/tmp/shot-${name}-${y}.png` });
    }
    if (name !== 'd') {
      const html = `<body style="margin:0;display:flex;gap:8px;background:#888">${ys.map((y) => `<img src="file:///tmp/shot-${name}-${y}.png">`).join('')}</body>`;
      const { writeFileSync } = await import('node:fs');
      writeFileSync(`/tmp/montage-${name}.html`, html);
      const m = await openPage(browser, `file:///tmp/montage-${name}.html`, {
        viewport: { width: ys.length * 398, height: 844 },
      });
      await m.page.waitForTimeout(200);
      await m.page.screenshot({ path: `/tmp/montage-${name}.png` });
      await m.close();
    }
    await close();
  }
  await browser.close();
  await site.close();
});
