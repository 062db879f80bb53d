/** Browsers as engines: each opens a page of this machine, which does the work and posts the answer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { builtMain, ROOT } from '../built.ts';
import type { Answer, Engine, ScenarioText } from './engine.ts';

const CHROMIUM = '/usr/bin/chromium';
const FIREFOX = '/usr/bin/firefox-esr';
const ANSWER_MS = 50_000;

/** Opens an address; gives what closes the browser again. */
type Open = (url: string) => Promise<() => Promise<void>>;

let bundled: Promise<string> | undefined;

/** The built library and the work as one script, with the names of packages resolved. */
function bundle(): Promise<string> {
  builtMain();
  bundled ??= bundleOf(join(ROOT, 'test/engines/in-browser.mjs'));
  return bundled;
}

async function bundleOf(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: { write: false, minify: false, target: 'es2023', lib: { entry, formats: ['es'] } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('nothing was bundled');
  return first.output[0].code;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Serves the work on a free port of this machine, and waits for its answer. */
async function workIn(open: Open, scenarios: readonly ScenarioText[]): Promise<Answer> {
  const pages: Record<string, readonly [type: string, body: string]> = {
    '/': [
      'text/html',
      '<!doctype html><title>work</title><script type=module src=/work.js></script>',
    ],
    '/work.js': ['text/javascript', await bundle()],
    '/scenarios': ['application/json', JSON.stringify(scenarios)],
  };
  const { promise: posted, resolve } = withResolvers<string>();
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') resolve(await textOf(request));
    const [type, body] = pages[request.url ?? ''] ?? [];
    response.writeHead(request.method === 'POST' || type ? 200 : 404, {
      'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
    });
    response.end(body);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const close = await open(`http://127.0.0.1:${port}/`);
  const timer = setTimeout(() => resolve('{"failed":"no answer in time"}'), ANSWER_MS);
  try {
    const answer = JSON.parse(await posted) as { done?: Answer; failed?: string };
    if (answer.done === undefined) throw new Error(answer.failed);
    return answer.done;
  } finally {
    clearTimeout(timer);
    await close();
    server.closeAllConnections();
    server.close();
  }
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}

const inChromium: Open = async (url) => {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  await (await browser.newPage()).goto(url);
  return () => browser.close();
};

/** A browser that is new asks the network and its user many things; none of them here. */
const QUIET_FIREFOX = [
  ['app.update.enabled', false],
  ['app.normandy.enabled', false],
  ['browser.aboutwelcome.enabled', false],
  ['browser.shell.checkDefaultBrowser', false],
  ['datareporting.policy.dataSubmissionEnabled', false],
  ['toolkit.telemetry.enabled', false],
  ['network.captive-portal-service.enabled', false],
  ['network.connectivity-service.enabled', false],
  ['services.settings.server', 'http://127.0.0.1:9/'],
  ['extensions.update.enabled', false],
] as const;

const inFirefox: Open = async (url) => {
  const profile = mkdtempSync(join(tmpdir(), 'twinwing-firefox-'));
  const prefs = QUIET_FIREFOX.map(
    (pref) => `user_pref(${pref.map((p) => JSON.stringify(p)).join(', ')});\n`,
  );
  writeFileSync(join(profile, 'user.js'), prefs.join(''));
  const child = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', profile, url], {
    stdio: 'ignore',
    // Firefox is several processes; a group of its own ends them together.
    detached: true,
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  return async () => {
    await ended(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
};

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  await exit;
}

function browser(name: string, path: string, open: Open): Engine {
  if (!existsSync(path)) return { name, missing: `${path} is not installed` };
  return { name, work: (scenarios) => workIn(open, scenarios) };
}

export const browsers = (): Engine[] => [
  browser('Chromium', CHROMIUM, inChromium),
  browser('Firefox', FIREFOX, inFirefox),
];
