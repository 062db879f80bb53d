/** Scenarios run by real servers, in real time: alone, for a busy machine would be measured instead. */
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlain } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Reality } from '../../sim/index.ts';
import { STACK } from '../cli/cli.ts';
import { ground, ONCE_OF_FOUR, row } from './comparing.ts';
import { hasServers, processesOf, said, start, takesSignals } from './machine.ts';

const { shop, compared, expectNothingLeft } = ground();
afterAll(shop.remove);

interface Edge {
  readonly name: string;
  readonly more?: string;
}

const head = (durationS: number, more = '') => `version: 1
title: live
run: { seed: 9, duration: ${durationS}s, ${more} }
places: [frankfurt]
`;

/** Edges of several kinds beside each other, whose customers are alike; links as nothing. */
const beside = (
  edges: readonly Edge[],
  durationS: number,
  ratePerSecond: number,
  more = '',
) => `${head(durationS, more)}
nodes:
  people: { kind: clients, at: frankfurt, count: 10 }
  origin: { kind: origin, at: frankfurt, workers: 64, service: { constant: 1ms } }
${edges.map(({ name, more = '' }) => `  ${name}: { kind: cache, at: frankfurt, capacity: 64MiB, policy: lru, parent: origin, collapse: false, live: ${name}${more} }`).join('\n')}
traffic:
${edges
  .map(
    ({ name }) => `  to-${name}:
    kind: web
    from: people
    to: ${name}
    transport: { http-1.1: { tls: none } }
    arrivals: { poisson: ${ratePerSecond}rps }
    catalog: { objects: 500, popularity: { zipf: 0.9 }, size: { constant: 2KiB } }
    freshness: { max-age: 3s }
`,
  )
  .join('')}`;

/**
 * Our own nodes, far from each other. No quantile lies between kinds of requests: two of three are hits; one of ten is a
 * miss over windows that have not grown; those of the first seconds, which open connections besides, are not counted.
 */
const FAR = `${head(12, 'warmup: 2s')}
nodes:
  people: { kind: clients, at: frankfurt, count: 15 }
  lb: { kind: balancer, at: frankfurt, backends: edge }
  edge: { kind: cache, at: frankfurt, count: 2, capacity: 800KiB, policy: lru, parent: origin }
  origin: { kind: origin, at: frankfurt, workers: 64, service: { constant: 10ms } }
links:
  people -> lb: { latency: 40ms }
  lb -> edge: { latency: 20ms }
  edge -> origin: { latency: 60ms }
traffic:
  web:
    kind: web
    from: people
    to: lb
    transport: { http-1.1: { tls: none } }
    arrivals: { poisson: 40rps }
    catalog: { objects: 60, popularity: { zipf: 0.9 }, size: { constant: 30KiB } }
`;

describe.skipIf(!hasServers)('a live run', () => {
  it('finds real caches within 0.005 of the hit ratio that the model has for them', {
    ...ONCE_OF_FOUR,
    timeout: 120_000,
  }, async () => {
    const names = ['nginx', 'varnish', 'haproxy', 'trafficserver', 'squid'];
    const edges = names.map((name) => ({ name }));
    // 1600 requests a server behind the warm-up: 8 of them are 0.005.
    const reality = await compared('caches.yaml', beside(edges, 10, 200, 'warmup: 2s'));
    expect(reality.servers).toHaveLength(names.length);
    for (const name of names) {
      const { model, live, band } = row(reality, `hit_ratio{node=${name}}`);
      // A third of all requests find a copy that has expired, or none: the clock matters.
      expect(model).toBeGreaterThan(0.5);
      expect(Math.abs(live! - model!), name).toBeLessThan(0.005);
      expect(band).toMatchObject({ against: 'model', outcome: 'pass' });
    }
    // A second more on average: the two clocks are 3 % apart and are told apart.
    const late = row(reality, 'hit_ratio{node=nginx}').live!;
    const exact = row(reality, 'hit_ratio{node=varnish}').live!;
    expect(late - exact).toBeGreaterThan(0.01);
    expect(row(reality, 'errors').live ?? 0).toBe(0);
  });

  it(
    'takes the time that protocol has for links of 20 ms and more, within 5 %',
    ONCE_OF_FOUR,
    async () => {
      const reality = await compared('far.yaml', FAR);
      for (const quantile of ['p50', 'p95']) {
        const { protocol, live } = row(reality, `${quantile}(latency{traffic=web})`);
        expect(protocol).toBeGreaterThan(100);
        expect(Math.abs(live! / protocol! - 1), quantile).toBeLessThan(0.05);
      }
      for (const figure of ['requests', 'calls', 'call_bytes']) {
        const { protocol, live } = row(reality, figure);
        expect(Math.abs(live! / protocol! - 1), figure).toBeLessThan(0.02);
      }
    },
  );
});

const ENDLESS = beside([{ name: 'nginx' }, { name: 'varnish' }], 600, 20);

describe.skipIf(!hasServers)('a live run that does not come to its end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'keeps what it has by %s, and nothing else',
    async (signal) => {
      shop.write('endless.yaml', ENDLESS);
      const run = start(['live', 'endless.yaml', '--out', 'partial.json'], shop.folder);
      await said(run, 'varnish/0 is Varnish on 127.0.0.1:');
      await pause(1800);
      expect(processesOf(shop.folder).length).toBeGreaterThan(2);
      run.child.kill(signal);
      const { code, stdout, stderr } = await run.ended;
      expect({ code, stderr }).toMatchObject({ code: 130 });
      expect(stdout).toContain('interrupted: figures and verdicts are partial');
      const partial = JSON.parse(shop.read('partial.json'));
      expect(partial.complete).toBe(false);
      expect(partial.replications[0].simulatedMs).toBeGreaterThan(300);
      await expectNothingLeft();
    },
    30_000,
  );

  it('keeps what it has of a comparison that is stopped in real time, and holds it to nothing', async () => {
    shop.write('short.yaml', beside([{ name: 'nginx' }, { name: 'varnish' }], 20, 20));
    const run = start(['live', 'short.yaml', '--compare', '--out', 'stopped.json'], shop.folder);
    while (processesOf(shop.folder).length < 3) await pause(50);
    await pause(2500);
    run.child.kill('SIGINT');
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({ code: 130 });
    expect(stdout).toContain('interrupted: figures of live are partial');
    expect(stdout).toContain('not held to anything: it was stopped');
    const stopped = JSON.parse(shop.read('stopped.json')) as Reality;
    expect(stopped).toMatchObject({ complete: false, partial: ['live'] });
    expect(stopped.rows.every(({ band }) => band === undefined)).toBe(true);
    const { model, protocol, live } = row(stopped, 'requests');
    expect(model).toBeGreaterThan(700);
    expect(Math.abs(protocol! - model!)).toBeLessThan(10);
    expect(live).toBeGreaterThan(5);
    expect(live).toBeLessThan(0.5 * model!);
    await expectNothingLeft();
  }, 30_000);

  it('starts no server of a comparison that is stopped before', async () => {
    // Computing twenty hours takes longer than the pause, before which signals are taken, but the scenario is not read yet.
    shop.write('long.yaml', beside([{ name: 'nginx' }], 72_000, 20));
    const run = start(['live', 'long.yaml', '--compare', '--json'], shop.folder);
    while (!takesSignals(run.child.pid!, 'long.yaml')) await pause(20);
    await pause(600);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    const stopped = JSON.parse(stdout) as Reality;
    expect(stopped).toMatchObject({ complete: false, partial: ['model', 'protocol', 'live'] });
    expect(stopped.servers).toEqual([]);
    const { model, live } = row(stopped, 'requests');
    expect(model).toBeGreaterThan(0);
    expect(live).toBeUndefined();
    await expectNothingLeft();
  }, 30_000);

  it('leaves nothing when it is aborted by a second signal', async () => {
    shop.write('endless.yaml', ENDLESS);
    const run = start(['live', 'endless.yaml'], shop.folder);
    await said(run, 'varnish/0 is Varnish on 127.0.0.1:');
    run.child.kill('SIGSTOP');
    run.child.kill('SIGINT');
    run.child.kill('SIGTERM');
    run.child.kill('SIGCONT');
    expect((await run.ended).code).toBe(130);
    await expectNothingLeft();
  }, 30_000);

  it('says which server died, and ends with what it has', async () => {
    shop.write('endless.yaml', ENDLESS);
    const run = start(['live', 'endless.yaml', '--out', 'died.json'], shop.folder);
    await said(run, 'varnish/0 is Varnish on 127.0.0.1:');
    await pause(1300);
    const [first] = processesOf(`${shop.folder}`);
    process.kill(first!, 'SIGKILL');
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^(nginx \(nginx\/0\)|Varnish \(varnish\/0\)): ended by SIGKILL/m);
    expect(stderr).not.toMatch(STACK);
    expect(JSON.parse(shop.read('died.json')).complete).toBe(false);
    await expectNothingLeft();
  }, 30_000);

  it('does not begin on a port that another program has', async () => {
    const other = createPlain();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    shop.write('endless.yaml', ENDLESS);
    const run = start(['live', 'endless.yaml', '--ports', String(port)], shop.folder);
    const { code, stderr, stdout } = await run.ended;
    other.close();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `port ${port}: in use by another program: expected one that nothing listens on\n`,
    );
    await expectNothingLeft();
  }, 30_000);
});

describe('a target', () => {
  it('on loopback gets the scenario’s requests over the scenario’s links', async () => {
    const paths = new Set<string>();
    const server = createServer((request, response) => {
      const age = paths.has(request.url!) ? 1 : 0;
      paths.add(request.url!);
      response.writeHead(200, { Age: age, 'Content-Length': 5 }).end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    shop.write(
      'short.yaml',
      beside([{ name: 'nginx' }], 2, 30).replace(
        'traffic:',
        'links: { people -> nginx: { latency: 50ms } }\ntraffic:',
      ),
    );
    const run = start(
      ['live', 'short.yaml', '--json', '--target', `http://localhost:${port}/cdn`],
      shop.folder,
    );
    const { code, stdout, stderr } = await run.ended;
    server.close();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `all requests go to http://localhost:${port}/cdn\n`,
    });
    expect([...paths].every((path) => /^\/cdn\/0\/\d+$/.test(path))).toBe(true);
    const counted = new Map<string, number>();
    for (const { metric, total } of JSON.parse(stdout).replications[0].counters) {
      counted.set(metric, (counted.get(metric) ?? 0) + total);
    }
    expect(counted.get('requests')).toBeGreaterThan(30);
    expect(counted.get('errors') ?? 0).toBe(0);
    const misses = counted.get('cache_requests')! - counted.get('cache_hits')!;
    expect(Math.abs(misses - paths.size)).toBeLessThan(5);
  }, 30_000);

  it('on another machine is refused', () => {
    shop.write('short.yaml', beside([{ name: 'nginx' }], 2, 30));
    const words = ['live', 'short.yaml', '--target', 'http://192.0.2.1/'];
    const { code, stdout, stderr } = shop.run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      'is another machine: expected one of 127.0.0.0/8 or ::1; --allow-remote',
    );
  });
});

describe.skipIf(!hasServers)('twinwing doctor', () => {
  it('starts every server that is here, and says so', async () => {
    const { code, stdout } = await start(['doctor', '--json'], shop.folder).ended;
    const found = JSON.parse(stdout) as { name: string; found: string }[];
    expect(code).toBe(0);
    for (const name of [
      'nginx',
      'varnish',
      'haproxy',
      'trafficserver',
      'squid',
      'mosquitto',
      'prosody',
      'nats',
    ]) {
      const one = found.find((each) => each.name === name);
      expect(one?.found, name).toMatch(/^\d+\.\d+.*, starts and answers$/);
    }
    await expectNothingLeft();
  }, 60_000);
});
