import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { builtMain } from '../built.ts';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

/** Would take days. */
const endless = shop.write('endless.yaml', small().replace('duration: 30s', 'duration: 9000d'));
const good = shop.write('good.yaml', small());

const start = (words: readonly string[]) =>
  spawn(process.execPath, [builtMain(), ...words], {
    cwd: shop.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Time for Node to start and for the run to begin. */
const STARTED_MS = 2500;

describe('Ctrl-C', () => {
  it('stops, summarises what there is and keeps the report', async () => {
    const child = start(['run', endless, '--out', 'partial.json']);
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    await setTimeout(STARTED_MS);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    const [stdout, stderr] = await output;
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted: figures and verdicts are partial');
    expect(stdout).toMatch(/assertions: .*\(partial\)/);
    expect(stderr).toContain('stopping; once more to abort');
    const written = JSON.parse(readFileSync(join(shop.folder, 'partial.json'), 'utf8'));
    expect(written.complete).toBe(false);
    expect(written.replications[0].simulatedMs).toBeGreaterThan(0);
  });

  it('twice aborts', async () => {
    const child = start(['run', endless]);
    await setTimeout(STARTED_MS);
    child.kill('SIGSTOP');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    child.kill('SIGCONT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const child = start(['run', good, '--json', '--out', 'kept.json']);
    child.stdout.destroy();
    const stderr = text(child.stderr);
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await stderr).not.toMatch(/EPIPE|internal error/);
    const kept = JSON.parse(readFileSync(join(shop.folder, 'kept.json'), 'utf8'));
    expect(kept.complete).toBe(true);
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Sends the path as it is: `fetch` would tidy it up first. */
async function ask(address: string, path: string, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(address);
  const sent = request({ hostname, port, path, method });
  sent.end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

describe('twinwing serve', () => {
  it('gives the files of one folder and nothing else', async () => {
    mkdirSync(join(shop.folder, 'site'));
    shop.write('site/index.html', '<p>here</p>');
    shop.write('secret.txt', 'secret');
    symlinkSync('../secret.txt', join(shop.folder, 'site/way-out.txt'));
    const child = start(['serve', 'site']);
    const stderr = text(child.stderr);
    const [first] = await once(child.stdout, 'data');
    const address = String(first).trim();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    try {
      expect(await ask(address, '/')).toEqual({ status: 200, body: '<p>here</p>' });
      expect(await ask(address, '/', 'HEAD')).toEqual({ status: 200, body: '' });
      expect((await ask(address, '/', 'POST')).status).toBe(405);
      const outside = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/way-out.txt'];
      const broken = ['/gone', '/%', '/%00', '//', '/site'];
      for (const path of [...outside, ...broken]) {
        expect((await ask(address, path)).status, path).toBe(404);
      }
    } finally {
      child.kill('SIGINT');
    }
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(await stderr).not.toMatch(STACK);
  });

  it('refuses a port that is no port', () => {
    const { code, stderr } = shop.run(['serve', 'site', '--port', '70000']);
    expect(code).toBe(2);
    expect(stderr).toContain('port 70000: expected 0 to 65535');
  });
});
