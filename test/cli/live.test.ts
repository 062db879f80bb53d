import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../../sim/cli/app.ts';
import type { Host } from '../../sim/cli/host.ts';
import { load } from '../../sim/cli/load.ts';
import { replayCommand } from '../../sim/cli/run-one.ts';
import type { StageSettings } from '../../sim/live/stage.ts';
import { targetOf } from '../../sim/live/target.ts';
import { PLAIN } from '../../sim/report/style.ts';
import { small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);
const write = (name: string, text: string) => join(shop.folder, shop.write(name, text));
const file = write('a.yaml', small());
const direct = write(
  'direct.yaml',
  small()
    .replace(/^ {2}edge: .*\n/m, '')
    .replace('to: edge', 'to: origin'),
);
const talk = write(
  'talk.yaml',
  `version: 1
title: talk
run: { duration: 5s }
places: [paris]
nodes: { people: { kind: clients, count: 5 }, gateway: { kind: gateway } }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 5rps }, protocol: { websocket: {} } }
`,
);

/** In this process: a new one has to load all that may run live first. */
async function run(words: readonly string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const [out, err] = [stdout, stderr].map((said) => (text: string) => void said.push(text));
  const style = { outStyle: PLAIN, errStyle: PLAIN };
  const host: Host = { out: out!, err: err!, ...style, isWatched: false, width: 100 };
  const code = await runCli(words, host);
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** A port of this machine that nobody listens on. */
async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('twinwing live', () => {
  it.each([
    [['live', direct, '--edge', 'varnish'], 'expected a scenario with a cache, which '],
    [['live', talk, '--target', 'http://127.0.0.1:1/'], 'traffic talk is chat: expected web only'],
    [['live', file, '--target', 'http://a:secret@127.0.0.1/'], 'expected no user and no password'],
    [['live', file, '--target', 'http://127.0.0.1/?a=1'], 'a path has nothing behind it'],
  ])('%j is wrong usage', async (words, message) => {
    const { code, stdout, stderr } = await run(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/secret/);
  });

  it('asks no target that is not there', async () => {
    const url = `http://127.0.0.1:${await portOfNobody()}/`;
    const { code, stdout, stderr } = await run(['live', file, '--target', url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`${url}: ECONNREFUSED: expected a server that answers\n`);
  });

  it('reads standard input once, and has it read with other changes then', () => {
    const texts = new Map([['-', small()]]);
    const { scenario, problems } = load('-', { seed: '5', set: ['run.fidelity=model'] }, texts);
    expect({ problems, seed: scenario?.run.seed }).toEqual({ problems: [], seed: '5' });
  });

  it('says how to run it again before the same target and ports', async () => {
    const seed = { seed: '7' };
    const set = ['run.fidelity=live'];
    const said = (live: StageSettings) => replayCommand('a.yaml', seed, { set, live });
    const before = 'a.yaml --seed 7 --set run.fidelity=live';
    expect(said({})).toBe(`twinwing run ${before}`);
    expect(said({ ports: 8100 })).toBe(`twinwing live ${before} --ports 8100`);
    const here = await targetOf('http://127.0.0.1:8080/a', false);
    expect(said({ target: here })).toBe(`twinwing live ${before} --target http://127.0.0.1:8080/a`);
    const there = await targetOf('http://192.0.2.1/', true);
    expect(said({ target: there })).toBe(
      `twinwing live ${before} --target http://192.0.2.1/ --allow-remote`,
    );
  });
});
