/** A real Chromium and the built dashboard, for tests that read what is on the screen. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ROOT = join(import.meta.dirname, '../..');
export const DASHBOARD = join(ROOT, 'dist/viz');
export const REPORT = join(ROOT, 'dist/shell/report.html');
const SCREENSHOTS = join(ROOT, 'out/screenshots');

/**
 * Why the browser tests cannot run here, or undefined when they can.
 *
 * @throws Error in CI, where they must run.
 */
export function whyNoBrowser(): string | undefined {
  const missing = [CHROMIUM, join(DASHBOARD, 'index.html'), REPORT].filter(
    (path) => !existsSync(path),
  );
  if (missing.length === 0) return undefined;
  const why = `missing: ${missing.join(', ')} (install chromium; npm run build:viz)`;
  if (process.env.CI === 'true') throw new Error(why);
  return why;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Hands out the built dashboard on a free port of this machine only. */
export async function serveDashboard(): Promise<Site> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = join(DASHBOARD, normalize(pathname === '/' ? '/index.html' : pathname));
    if (!path.startsWith(DASHBOARD) || !existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Opened {
  readonly page: Page;
  /** What the page wrote as errors; a sound page writes none. */
  readonly errors: string[];
  close(): Promise<void>;
}

/** Opens a page that may talk to this machine only, and records its errors. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|file:|data:|blob:)/.test(request.url()))
      errors.push(`asked the network for ${request.url()}`);
  });
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}

/** The plotted numbers of a chart, through the page's documented hook. */
export const plotted = <Values>(page: Page, chart: string): Promise<Values> =>
  page.evaluate((id) => window.twinwing.charts.get(id)?.values() as Values, chart);

/** Drops a file with this text onto the page. */
export const dropFile = (page: Page, name: string, text: string): Promise<void> =>
  dropFiles(page, { [name]: text });

/** Drops files together. @param files texts by name. */
export async function dropFiles(
  page: Page,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const transfer = await page.evaluateHandle((texts) => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(texts)) {
      data.items.add(new File([text], name, { type: 'application/octet-stream' }));
    }
    return data;
  }, files);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Keeps a picture for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

const AXE = join(ROOT, 'node_modules/axe-core/axe.min.js');

/** Serious and critical findings of axe-core, as `rule: element`. */
export async function graveProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
  });
}
